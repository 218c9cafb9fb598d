import { execFile } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { ConfigurationError, formatError } from '@weather/service-runtime';

type Flavor = 'mariadb' | 'mysql';

/** The programs and files of a database server. */
export interface Mysqld {
  readonly program: string;
  readonly flavor: Flavor;
  /** Options with the locations of the program's files; empty when it knows them. */
  readonly locations: readonly string[];
  /** Folder of MariaDB's `mariadb_system_tables.sql`; `undefined` for MySQL, which needs none. */
  readonly systemTables: string | undefined;
  readonly client: Client;
}

/** A command-line client. */
export interface Client {
  readonly program: string;
  readonly flavor: Flavor;
}

const SYSTEM_TABLES = 'mariadb_system_tables.sql';
const SHARE_FOLDERS = ['share', 'share/mysql', 'share/mariadb'];
const CLIENTS: readonly Client[] = [
  { program: 'mariadb', flavor: 'mariadb' },
  { program: 'mysql', flavor: 'mysql' },
];
const EXECUTABLE_SUFFIX = process.platform === 'win32' ? '.exe' : '';

/** Locates the files of a downloaded MariaDB. */
export function locateFetchedMysqld(folder: string): Mysqld {
  const systemTables = findSystemTables(folder);
  if (systemTables === undefined) {
    throw new Error(`${folder} has no ${SYSTEM_TABLES}: delete the folder to download it again`);
  }
  const program = (name: string): string => join(folder, 'bin', `${name}${EXECUTABLE_SUFFIX}`);
  return {
    program: program('mariadbd'),
    flavor: 'mariadb',
    locations: locationOptions(folder, systemTables),
    systemTables,
    client: { program: program('mariadb'), flavor: 'mariadb' },
  };
}

/**
 * Locates the server that a setting names: a path, or a name to look up on the PATH.
 * @throws ConfigurationError when it cannot be used.
 */
export async function locateInstalledMysqld(name: string, searchPath: string): Promise<Mysqld> {
  const folders = searchPath.split(delimiter);
  const program = name.includes('/') ? name : findIn(folders, name);
  if (program === undefined || !existsSync(program)) throw unusableError(name, 'there is no such program');
  const version = await readOutput(program, ['--no-defaults', '--version']);
  const client = findClient(program, folders);
  if (!/mariadb/i.test(version)) {
    return { program, flavor: 'mysql', locations: [], systemTables: undefined, client };
  }
  return { program, flavor: 'mariadb', client, ...(await mariadbFiles(program)) };
}

/** The value of an option in the output of `mysqld --verbose --help`: `basedir     /usr/`. */
export function optionValue(help: string, option: string): string | undefined {
  return new RegExp(`^${option}\\s+(\\S.*?)\\s*$`, 'm').exec(help)?.[1];
}

/** An installed server knows its files; an unpacked one has them beside its `bin`. */
async function mariadbFiles(program: string): Promise<Pick<Mysqld, 'locations' | 'systemTables'>> {
  const help = await readOutput(program, ['--no-defaults', '--verbose', '--help']);
  const known = optionValue(help, 'basedir');
  const installed = known === undefined ? undefined : findSystemTables(known);
  if (installed !== undefined) return { locations: [], systemTables: installed };
  const unpacked = dirname(dirname(realpathSync(program)));
  const systemTables = findSystemTables(unpacked);
  if (systemTables !== undefined) return { locations: locationOptions(unpacked, systemTables), systemTables };
  throw unusableError(
    program,
    `its ${SYSTEM_TABLES} is neither in ${known ?? 'its base folder'} nor in ${unpacked}`,
  );
}

function findSystemTables(base: string): string | undefined {
  return SHARE_FOLDERS.map((name) => join(base, name)).find((path) => existsSync(join(path, SYSTEM_TABLES)));
}

function locationOptions(base: string, share: string): string[] {
  return [
    `--basedir=${base}`,
    `--lc-messages-dir=${join(share, 'english')}`,
    `--character-sets-dir=${join(share, 'charsets')}`,
  ];
}

function findClient(program: string, folders: readonly string[]): Client {
  const near = [dirname(program), join(dirname(dirname(program)), 'bin'), ...folders];
  for (const { program: name, flavor } of CLIENTS) {
    const path = findIn(near, name);
    if (path !== undefined) return { program: path, flavor };
  }
  throw unusableError(program, 'there is no mariadb or mysql client beside it or on the PATH');
}

function findIn(folders: readonly string[], name: string): string | undefined {
  return folders.map((folder) => join(folder, name + EXECUTABLE_SUFFIX)).find((path) => existsSync(path));
}

async function readOutput(program: string, args: readonly string[]): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)(program, args);
    return stdout;
  } catch (error) {
    throw unusableError(program, formatError(error).split('\n').join(' '));
  }
}

function unusableError(name: string, problem: string): ConfigurationError {
  return ConfigurationError.of('DEV_STACK_MYSQLD', `"${name}" cannot be used: ${problem}`);
}
