import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DataDirectory } from '../data-directory.ts';
import type { Launch, ServerDefinition } from '../process/dev-server.ts';
import { accountStatements, adminStatements, loadUsers, WEATHER_DATABASE } from './accounts.ts';
import { commonOptions, runOptions } from './database-options.ts';
import { probeDatabase } from './handshake-probe.ts';
import { initializeDatabase } from './initialize.ts';
import type { Mysqld } from './mysqld.ts';

const REAPER_TIMES = { graceMs: 15_000, delayMs: 0 };
const SECRET_FILE = 0o600;

export interface DatabaseServerOptions {
  readonly name: string;
  readonly data: DataDirectory;
  readonly port: number;
  readonly bufferPoolMegabytes: number;
  readonly extraOptions: readonly string[];
  /** Fetches the server if need be. */
  readonly mysqld: () => Promise<Mysqld>;
}

/** The database server of the stack. */
export function databaseDefinition(options: DatabaseServerOptions): ServerDefinition {
  const { name, data, port } = options;
  const initFile = join(data.folder('run'), 'accounts.sql');
  return {
    name,
    setting: { env: 'DEV_STACK_MYSQL_PORT', port },
    ...data.serverFiles('mariadb'),
    reaperTimes: REAPER_TIMES,
    prepare: () => prepare(options, initFile),
    probe: () => probeDatabase(port),
    afterStart: () => rm(initFile, { force: true }),
  };
}

/** The server runs the account statements before it accepts connections: root is dropped and every user has its password. */
async function prepare(options: DatabaseServerOptions, initFile: string): Promise<Launch> {
  const { data, port, bufferPoolMegabytes, extraOptions } = options;
  const mysqld = await options.mysqld();
  await initializeDatabase({
    mysqld,
    folder: data.folder('mariadb'),
    temporaryFolder: data.folder('tmp'),
    logFile: join(data.folder('logs'), 'mariadb-initialize.log'),
  });
  const users = await loadUsers(WEATHER_DATABASE, data.folder('secrets'));
  const statements = [
    ...adminStatements(users.admin),
    ...accountStatements(WEATHER_DATABASE, users),
    "DROP USER IF EXISTS 'root'@'localhost';",
  ];
  await writeFile(initFile, `${statements.join('\n')}\n`, { mode: SECRET_FILE });
  return {
    command: mysqld.program,
    args: [
      ...commonOptions(mysqld, data.folder('mariadb'), data.folder('tmp')),
      ...runOptions(port, bufferPoolMegabytes, initFile),
      ...extraOptions,
    ],
    cwd: data.path,
  };
}
