import { LOOPBACK } from '../process/ports.ts';
import type { Mysqld } from './mysqld.ts';

const SQL_MODE = [
  'ONLY_FULL_GROUP_BY',
  'STRICT_TRANS_TABLES',
  'NO_ZERO_IN_DATE',
  'NO_ZERO_DATE',
  'ERROR_FOR_DIVISION_BY_ZERO',
  'NO_ENGINE_SUBSTITUTION',
];

/**
 * Options that make the data folder and the server agree: the same for the first preparation and every run. The folder
 * for temporary files is its own: in a common one two servers with the same process id, in two containers, collide.
 */
export function commonOptions(mysqld: Mysqld, dataDirectory: string, temporaryDirectory: string): string[] {
  const isRoot = process.getuid?.() === 0;
  return [
    '--no-defaults',
    ...mysqld.locations,
    `--datadir=${dataDirectory}`,
    `--tmpdir=${temporaryDirectory}`,
    // Packages of MySQL name a folder that only they make, and the server refuses to start without it.
    `--secure-file-priv=${temporaryDirectory}`,
    '--loose-innodb-log-file-size=256M',
    '--character-set-server=utf8mb4',
    ...(isRoot ? ['--user=root'] : []),
  ];
}

/**
 * Options of a run. Every commit is written and synced; loose ones are known to MariaDB or to MySQL only. Relative
 * files are in the data folder: a socket's path has room for about a hundred bytes.
 */
export function runOptions(port: number, bufferPoolMegabytes: number, initFile: string): string[] {
  return [
    `--port=${port}`,
    `--bind-address=${LOOPBACK}`,
    '--skip-name-resolve',
    '--socket=mysql.sock',
    '--pid-file=mysqld.pid',
    `--init-file=${initFile}`,
    `--innodb-buffer-pool-size=${bufferPoolMegabytes}M`,
    '--innodb-flush-log-at-trx-commit=1',
    '--innodb-doublewrite=ON',
    '--local-infile=1',
    '--max-allowed-packet=64M',
    '--default-time-zone=+00:00',
    `--sql-mode=${SQL_MODE.join(',')}`,
    '--loose-skip-ssl',
    '--loose-mysqlx=OFF',
    '--skip-log-bin',
  ];
}
