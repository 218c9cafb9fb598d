import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

/** Files that a person has put there, named like the accounts. */
const GIVEN = '/given';
const KEPT = '/secrets';
const PASSWORD_BYTES = 24;
/** A volume is mounted only where its password is needed; there, users differ. */
const READABLE = 0o444;
/** Root of a container reads it all the same. The server's own user must not: its client would use it before it is valid. */
const FOR_ROOT = 0o400;

function passwordOf(account) {
  const file = `${GIVEN}/${account}`;
  if (!existsSync(file))
    return { password: randomBytes(PASSWORD_BYTES).toString('base64url'), origin: 'made' };
  const password = readFileSync(file, 'utf8').trim();
  // So that it can stand in an option file, in SQL and in a shell without being quoted.
  if (!/^[A-Za-z0-9._~+=-]{12,200}$/.test(password)) {
    throw new Error(`docker/passwords/${account}: a password has 12 to 200 of A–Z a–z 0–9 . _ ~ + = -`);
  }
  return { password, origin: `taken from docker/passwords/${account}` };
}

for (const account of ['root', 'migrator', 'consumer', 'maintenance', 'notifier', 'reader', 'operator']) {
  const file = `${KEPT}/${account}/password`;
  if (existsSync(file)) {
    console.log(`password of ${account}: kept`);
    continue;
  }
  const { password, origin } = passwordOf(account);
  // MySQL's client reads it from root's home folder, so that root needs no password inside of the container.
  if (account === 'root') {
    writeFileSync(`${KEPT}/root/.my.cnf`, `[client]\nuser=root\npassword="${password}"\n`, {
      mode: FOR_ROOT,
      flush: true,
    });
  }
  writeFileSync(file, password, { mode: READABLE, flush: true });
  console.log(`password of ${account}: ${origin}`);
}
