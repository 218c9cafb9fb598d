import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { openLog, readTail } from '../process/log-file.ts';
import { commonOptions } from './database-options.ts';
import type { Mysqld } from './mysqld.ts';

const SYSTEM_SCRIPTS = [
  'mariadb_system_tables.sql',
  'mariadb_performance_tables.sql',
  'mariadb_system_tables_data.sql',
];
/** The scripts expect a current database, and create a root account without a password that is not needed here. */
const BEFORE_SCRIPTS = ['CREATE DATABASE mysql;', 'USE mysql;', 'SET @auth_root_socket=NULL;', ''];
const AFTER_SCRIPTS = ["DELETE FROM global_priv WHERE User='root';", 'DELETE FROM proxies_priv;', ''];
/** Nothing needs to survive a crash before the folder has its name. */
const FAST_OPTIONS = ['--innodb-flush-log-at-trx-commit=0', '--innodb-doublewrite=OFF', '--skip-networking'];

export interface Preparation {
  readonly mysqld: Mysqld;
  readonly folder: string;
  readonly temporaryFolder: string;
  readonly logFile: string;
}

/**
 * Creates the database's data folder with its system tables, unless it exists. It is renamed to its name once it is complete.
 * @throws Error with the end of the log when the server fails.
 */
export async function initializeDatabase(preparation: Preparation): Promise<void> {
  const { mysqld, folder, temporaryFolder, logFile } = preparation;
  if (existsSync(folder)) return;
  const unfinished = `${folder}.unfinished`;
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { recursive: true });
  if (mysqld.systemTables === undefined) {
    await run(
      mysqld,
      [...commonOptions(mysqld, unfinished, temporaryFolder), '--initialize-insecure'],
      '',
      logFile,
    );
  } else {
    const options = [...commonOptions(mysqld, unfinished, temporaryFolder), ...FAST_OPTIONS, '--bootstrap'];
    await run(mysqld, options, await systemTables(mysqld.systemTables), logFile);
  }
  await rename(unfinished, folder);
}

async function systemTables(folder: string): Promise<string> {
  const scripts = await Promise.all(SYSTEM_SCRIPTS.map((name) => readFile(join(folder, name), 'utf8')));
  return [BEFORE_SCRIPTS.join('\n'), ...scripts, AFTER_SCRIPTS.join('\n')].join('\n');
}

async function run(mysqld: Mysqld, options: string[], input: string, logFile: string): Promise<void> {
  const log = await openLog(logFile);
  const server = spawn(mysqld.program, options, { stdio: ['pipe', log.fd, log.fd] });
  await log.close();
  server.stdin?.on('error', () => undefined).end(input);
  const [code] = (await once(server, 'exit')) as [number | null];
  if (code === 0) return;
  throw new Error(
    `the database cannot be initialized. The end of its log, ${logFile}:\n${await readTail(logFile)}`,
  );
}
