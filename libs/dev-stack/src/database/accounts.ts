import { randomBytes } from 'node:crypto';
import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LOOPBACK } from '../process/ports.ts';

/**
 * The roles of a database: one for each app, a read-only one for queries, one for operators who acknowledge alerts, and one
 * with all rights.
 */
export type Role = 'migrator' | 'consumer' | 'maintenance' | 'notifier' | 'reader' | 'operator' | 'admin';

/** A database user; only its owner can read the password file. */
export interface DatabaseUser {
  readonly user: string;
  readonly password: string;
  readonly passwordFile: string;
}

/** The address and the users of a database. */
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

/** Loads the users of a database; a password is generated at the first call and kept in the folder of secrets. */
export async function loadUsers(database: string, secrets: string): Promise<Record<Role, DatabaseUser>> {
  if (!DATABASE_NAME.test(database)) {
    throw new Error(
      `"${database}" is not a database name; expected up to 23 of a–z 0–9 _, beginning with a letter`,
    );
  }
  const prefix = database === WEATHER_DATABASE ? 'weather' : database;
  return {
    migrator: await loadUser(`${prefix}_migrator`, secrets),
    consumer: await loadUser(`${prefix}_consumer`, secrets),
    maintenance: await loadUser(`${prefix}_maintenance`, secrets),
    notifier: await loadUser(`${prefix}_notifier`, secrets),
    reader: await loadUser(`${prefix}_reader`, secrets),
    operator: await loadUser(`${prefix}_operator`, secrets),
    admin: await loadUser(ADMIN, secrets),
  };
}

/** Statements, one per line, that create a database and its users or bring them up to date. */
export function accountStatements(database: string, users: Readonly<Record<Role, DatabaseUser>>): string[] {
  const here = `${database}.*`;
  return [
    `CREATE DATABASE IF NOT EXISTS ${database} CHARACTER SET utf8mb4;`,
    ...accountStatement(users.migrator, `GRANT ALL PRIVILEGES ON ${here}`),
    ...accountStatement(users.consumer, `GRANT SELECT, INSERT, UPDATE, DELETE ON ${here}`),
    ...accountStatement(users.maintenance, `GRANT SELECT, INSERT, UPDATE, DELETE ON ${here}`),
    ...accountStatement(users.notifier, `GRANT SELECT ON ${here}`),
    ...notifierGrants(database, users.notifier),
    ...accountStatement(users.reader, `GRANT SELECT ON ${here}`),
    ...accountStatement(users.operator, `GRANT SELECT ON ${here}`),
    ...operatorGrants(database, users.operator),
  ];
}

/** Rights on the one table that the operator writes. */
function operatorGrants(database: string, operator: DatabaseUser): string[] {
  return grantsOn(`${database}.alert_episode`, 'UPDATE', operator);
}

/** Rights on the tables that the notifier writes. */
function notifierGrants(database: string, notifier: DatabaseUser): string[] {
  return [
    ...grantsOn(`${database}.notification_outbox`, 'UPDATE, DELETE', notifier),
    ...['notification_group', 'notification_event', 'notification'].flatMap((table) =>
      grantsOn(`${database}.${table}`, 'INSERT, UPDATE, DELETE', notifier),
    ),
  ];
}

/**
 * Rights on one table. It does not exist yet when the users are created: a server then grants rights on it only together
 * with CREATE, and none on a column.
 */
function grantsOn(table: string, rights: string, { user }: DatabaseUser): string[] {
  const name = `'${user}'@'${LOOPBACK}'`;
  return [`GRANT CREATE, ${rights} ON ${table} TO ${name};`, `REVOKE CREATE ON ${table} FROM ${name};`];
}

/** Statements, one per line, for the user with all rights. */
export function adminStatements(admin: DatabaseUser): string[] {
  return accountStatement(admin, 'GRANT ALL PRIVILEGES ON *.*', ' WITH GRANT OPTION');
}

function accountStatement({ user, password }: DatabaseUser, grant: string, option = ''): string[] {
  const name = `'${user}'@'${LOOPBACK}'`;
  return [
    `CREATE USER IF NOT EXISTS ${name} IDENTIFIED BY '${password}';`,
    `ALTER USER ${name} IDENTIFIED BY '${password}';`,
    `${grant} TO ${name}${option};`,
  ];
}

async function loadUser(user: string, secrets: string): Promise<DatabaseUser> {
  const passwordFile = join(secrets, user);
  const password = randomBytes(PASSWORD_BYTES).toString('base64url');
  try {
    await writeFile(passwordFile, password, { flag: 'wx', mode: SECRET_FILE });
    return { user, password, passwordFile };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    await chmod(passwordFile, SECRET_FILE);
    return { user, password: (await readFile(passwordFile, 'utf8')).trim(), passwordFile };
  }
}
