import { randomBytes } from 'node:crypto';
import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LOOPBACK } from '../process/ports.ts';

/**
 * The roles of a database: who prepares its tables, who writes, who tidies up, who notifies, who only looks, who acknowledges alerts, and who
 * may do everything.
 */
export type Role = 'migrator' | 'consumer' | 'maintenance' | 'notifier' | 'reader' | 'operator' | 'admin';

/** A database user; the password file is readable for its owner only. */
export interface DatabaseUser {
  readonly user: string;
  readonly password: string;
  readonly passwordFile: string;
}

/** How to reach one database, in each role. */
export interface MysqlAccess {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly users: Readonly<Record<Role, DatabaseUser>>;
}

/** The database of the pipeline. */
export const WEATHER_DATABASE = 'weather_db';

const ADMIN = 'weather_admin';
const DATABASE_NAME = /^[a-z][a-z0-9_]{0,22}$/;
const PASSWORD_BYTES = 24;
const SECRET_FILE = 0o600;

/** Users' names and passwords for a database; a password is made up when it is asked for the first time, and kept. */
export async function usersOf(database: string, secrets: string): Promise<Record<Role, DatabaseUser>> {
  if (!DATABASE_NAME.test(database)) {
    throw new Error(`"${database}" is no database name: allowed: up to 23 of a–z 0–9 _, a letter first`);
  }
  const prefix = database === WEATHER_DATABASE ? 'weather' : database;
  return {
    migrator: await userWithSecret(`${prefix}_migrator`, secrets),
    consumer: await userWithSecret(`${prefix}_consumer`, secrets),
    maintenance: await userWithSecret(`${prefix}_maintenance`, secrets),
    notifier: await userWithSecret(`${prefix}_notifier`, secrets),
    reader: await userWithSecret(`${prefix}_reader`, secrets),
    operator: await userWithSecret(`${prefix}_operator`, secrets),
    admin: await userWithSecret(ADMIN, secrets),
  };
}

/** Statements, one a line, that make a database and its users what they should be, whatever they were before. */
export function accountStatements(database: string, users: Readonly<Record<Role, DatabaseUser>>): string[] {
  const here = `${database}.*`;
  return [
    `CREATE DATABASE IF NOT EXISTS ${database} CHARACTER SET utf8mb4;`,
    ...account(users.migrator, `GRANT ALL PRIVILEGES ON ${here}`),
    ...account(users.consumer, `GRANT SELECT, INSERT, UPDATE, DELETE ON ${here}`),
    ...account(users.maintenance, `GRANT SELECT, INSERT, UPDATE, DELETE ON ${here}`),
    ...account(users.notifier, `GRANT SELECT ON ${here}`),
    ...notifierGrants(database, users.notifier),
    ...account(users.reader, `GRANT SELECT ON ${here}`),
    ...account(users.operator, `GRANT SELECT ON ${here}`),
    ...operatorGrants(database, users.operator),
  ];
}

/** The one table that the operator writes. */
function operatorGrants(database: string, operator: DatabaseUser): string[] {
  return grantsOn(`${database}.alert_episode`, 'UPDATE', operator);
}

/** The tables that the notifier writes. */
function notifierGrants(database: string, notifier: DatabaseUser): string[] {
  return [
    ...grantsOn(`${database}.notification_outbox`, 'UPDATE, DELETE', notifier),
    ...['notification_group', 'notification_event', 'notification'].flatMap((table) =>
      grantsOn(`${database}.${table}`, 'INSERT, UPDATE, DELETE', notifier),
    ),
  ];
}

/**
 * Rights on one table. It is not there yet when the users are made: a server then grants nothing on it but together with
 * CREATE, and nothing on a column.
 */
function grantsOn(table: string, rights: string, { user }: DatabaseUser): string[] {
  const name = `'${user}'@'${LOOPBACK}'`;
  return [`GRANT CREATE, ${rights} ON ${table} TO ${name};`, `REVOKE CREATE ON ${table} FROM ${name};`];
}

/** Statements, one a line, for the user that may do everything. */
export function adminStatements(admin: DatabaseUser): string[] {
  return account(admin, 'GRANT ALL PRIVILEGES ON *.*', ' WITH GRANT OPTION');
}

function account({ user, password }: DatabaseUser, grant: string, option = ''): string[] {
  const name = `'${user}'@'${LOOPBACK}'`;
  return [
    `CREATE USER IF NOT EXISTS ${name} IDENTIFIED BY '${password}';`,
    `ALTER USER ${name} IDENTIFIED BY '${password}';`,
    `${grant} TO ${name}${option};`,
  ];
}

async function userWithSecret(user: string, secrets: string): Promise<DatabaseUser> {
  const passwordFile = join(secrets, user);
  const madeUp = randomBytes(PASSWORD_BYTES).toString('base64url');
  try {
    await writeFile(passwordFile, madeUp, { flag: 'wx', mode: SECRET_FILE });
    return { user, password: madeUp, passwordFile };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    await chmod(passwordFile, SECRET_FILE);
    return { user, password: (await readFile(passwordFile, 'utf8')).trim(), passwordFile };
  }
}
