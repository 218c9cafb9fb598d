import { execFile } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { ConfigurationError, reasonOf } from '@weather/service-runtime';

export type Flavor = 'mariadb' | 'mysql';

/** A database server's program, its client and where it keeps its own files. */
export interface Mysqld {
  readonly program: string;
  readonly flavor: Flavor;
  /** Options that tell the program where its files are; empty when it knows. */
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

/** The server of a fetched MariaDB. */
export function fetchedMysqld(folder: string): Mysqld {
  const systemTables = systemTablesIn(folder);
  if (systemTables === undefined) {
    throw new Error(`${folder} holds no ${SYSTEM_TABLES}: erase the folder to fetch it again`);
  }
  const program = (name: string): string => join(folder, 'bin', `${name}${EXECUTABLE_SUFFIX}`);
  return {
    program: program('mariadbd'),
    flavor: 'mariadb',
    locations: locationsIn(folder, systemTables),
    systemTables,
    client: { program: program('mariadb'), flavor: 'mariadb' },
  };
}

/**
 * The server that a setting names: a path, or a name to look up on the PATH.
 * @throws ConfigurationError when it cannot be used.
 */
export async function namedMysqld(name: string, searchPath: string): Promise<Mysqld> {
  const folders = searchPath.split(delimiter);
  const program = name.includes('/') ? name : findIn(folders, name);
  if (program === undefined || !existsSync(program)) throw unusable(name, 'there is no such program');
  const version = await outputOf(program, ['--no-defaults', '--version']);
  const client = clientNear(program, folders);
  if (!/mariadb/i.test(version)) {
    return { program, flavor: 'mysql', locations: [], systemTables: undefined, client };
  }
  return { program, flavor: 'mariadb', client, ...(await mariadbFiles(program)) };
}

/** Value of an option in what `mysqld --verbose --help` prints: `basedir     /usr/`. */
export function optionValue(help: string, option: string): string | undefined {
  return new RegExp(`^${option}\\s+(\\S.*?)\\s*$`, 'm').exec(help)?.[1];
}

/** An installed server knows where its files are; one that was unpacked anywhere has them beside its `bin`. */
async function mariadbFiles(program: string): Promise<Pick<Mysqld, 'locations' | 'systemTables'>> {
  const help = await outputOf(program, ['--no-defaults', '--verbose', '--help']);
  const known = optionValue(help, 'basedir');
  const installed = known === undefined ? undefined : systemTablesIn(known);
  if (installed !== undefined) return { locations: [], systemTables: installed };
  const unpacked = dirname(dirname(realpathSync(program)));
  const systemTables = systemTablesIn(unpacked);
  if (systemTables !== undefined) return { locations: locationsIn(unpacked, systemTables), systemTables };
  throw unusable(
    program,
    `its ${SYSTEM_TABLES} is neither in ${known ?? 'its base folder'} nor in ${unpacked}`,
  );
}

function systemTablesIn(base: string): string | undefined {
  return SHARE_FOLDERS.map((name) => join(base, name)).find((path) => existsSync(join(path, SYSTEM_TABLES)));
}

function locationsIn(base: string, share: string): string[] {
  return [
    `--basedir=${base}`,
    `--lc-messages-dir=${join(share, 'english')}`,
    `--character-sets-dir=${join(share, 'charsets')}`,
  ];
}

function clientNear(program: string, folders: readonly string[]): Client {
  const near = [dirname(program), join(dirname(dirname(program)), 'bin'), ...folders];
  for (const { program: name, flavor } of CLIENTS) {
    const path = findIn(near, name);
    if (path !== undefined) return { program: path, flavor };
  }
  throw unusable(program, 'there is no mariadb or mysql client beside it or on the PATH');
}

function findIn(folders: readonly string[], name: string): string | undefined {
  return folders.map((folder) => join(folder, name + EXECUTABLE_SUFFIX)).find((path) => existsSync(path));
}

async function outputOf(program: string, args: readonly string[]): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)(program, args);
    return stdout;
  } catch (error) {
    throw unusable(program, reasonOf(error).split('\n').join(' '));
  }
}

function unusable(name: string, problem: string): ConfigurationError {
  return ConfigurationError.of('DEV_STACK_MYSQLD', `"${name}" cannot be used: ${problem}`);
}
