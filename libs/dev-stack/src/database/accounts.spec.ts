import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { accountStatements, adminStatements, loadUsers } from './accounts.ts';

let secrets: string;

beforeEach(async () => {
  secrets = await mkdtemp(join(tmpdir(), 'secrets-'));
});

afterEach(() => rm(secrets, { recursive: true }));

describe('usersOf', () => {
  it('generates passwords, keeps them, and hides them from other users', async () => {
    const { reader } = await loadUsers('weather_db', secrets);
    expect(reader).toMatchObject({ user: 'weather_reader', passwordFile: join(secrets, 'weather_reader') });
    expect(reader.password).toMatch(/^[\w-]{32}$/);
    expect(await readFile(reader.passwordFile, 'utf8')).toBe(reader.password);
    expect((await stat(reader.passwordFile)).mode & 0o777).toBe(0o600);
    expect((await loadUsers('weather_db', secrets)).reader).toEqual(reader);
  });

  it('gives another database users of its own, and the same admin', async () => {
    const users = await loadUsers('test_1', secrets);
    expect(users.consumer.user).toBe('test_1_consumer');
    expect(users.admin.user).toBe('weather_admin');
  });

  it.each(['', 'Test', '1st', 'a;DROP', "a'b", 'a'.repeat(24)])(
    'refuses the database name %j',
    async (name) => {
      await expect(loadUsers(name, secrets)).rejects.toThrow('is not a database name');
    },
  );
});

describe('accountStatements', () => {
  it('grants each role no more than it needs, one statement per line', async () => {
    const statements = accountStatements('weather_db', await loadUsers('weather_db', secrets));
    const grants = statements.filter(
      (statement) => statement.startsWith('GRANT') || statement.startsWith('REVOKE'),
    );
    expect(grants).toEqual([
      "GRANT ALL PRIVILEGES ON weather_db.* TO 'weather_migrator'@'127.0.0.1';",
      "GRANT SELECT, INSERT, UPDATE, DELETE ON weather_db.* TO 'weather_consumer'@'127.0.0.1';",
      "GRANT SELECT, INSERT, UPDATE, DELETE ON weather_db.* TO 'weather_maintenance'@'127.0.0.1';",
      "GRANT SELECT ON weather_db.* TO 'weather_notifier'@'127.0.0.1';",
      "GRANT CREATE, UPDATE, DELETE ON weather_db.notification_outbox TO 'weather_notifier'@'127.0.0.1';",
      "REVOKE CREATE ON weather_db.notification_outbox FROM 'weather_notifier'@'127.0.0.1';",
      "GRANT CREATE, INSERT, UPDATE, DELETE ON weather_db.notification_group TO 'weather_notifier'@'127.0.0.1';",
      "REVOKE CREATE ON weather_db.notification_group FROM 'weather_notifier'@'127.0.0.1';",
      "GRANT CREATE, INSERT, UPDATE, DELETE ON weather_db.notification_event TO 'weather_notifier'@'127.0.0.1';",
      "REVOKE CREATE ON weather_db.notification_event FROM 'weather_notifier'@'127.0.0.1';",
      "GRANT CREATE, INSERT, UPDATE, DELETE ON weather_db.notification TO 'weather_notifier'@'127.0.0.1';",
      "REVOKE CREATE ON weather_db.notification FROM 'weather_notifier'@'127.0.0.1';",
      "GRANT SELECT ON weather_db.* TO 'weather_reader'@'127.0.0.1';",
      "GRANT SELECT ON weather_db.* TO 'weather_operator'@'127.0.0.1';",
      "GRANT CREATE, UPDATE ON weather_db.alert_episode TO 'weather_operator'@'127.0.0.1';",
      "REVOKE CREATE ON weather_db.alert_episode FROM 'weather_operator'@'127.0.0.1';",
    ]);
    expect(statements.some((statement) => statement.includes('\n'))).toBe(false);
  });
});

describe('adminStatements', () => {
  it('lets the admin grant', async () => {
    const { admin } = await loadUsers('weather_db', secrets);
    expect(adminStatements(admin).at(-1)).toBe(
      "GRANT ALL PRIVILEGES ON *.* TO 'weather_admin'@'127.0.0.1' WITH GRANT OPTION;",
    );
  });
});
