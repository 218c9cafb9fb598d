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
 * Options for both the first initialization and every run. The folder for temporary files is not shared: two servers with
 * the same process id, in two containers, would collide in it.
 */
export function commonOptions(mysqld: Mysqld, dataDirectory: string, temporaryDirectory: string): string[] {
  const isRoot = process.getuid?.() === 0;
  return [
    '--no-defaults',
    ...mysqld.locations,
    `--datadir=${dataDirectory}`,
    `--tmpdir=${temporaryDirectory}`,
    // MySQL's packages configure a folder that only they create, and the server does not start without it.
    `--secure-file-priv=${temporaryDirectory}`,
    '--loose-innodb-log-file-size=256M',
    '--character-set-server=utf8mb4',
    ...(isRoot ? ['--user=root'] : []),
  ];
}

/**
 * Options of a run. Every commit is written and synced; only one of MariaDB and MySQL knows the loose ones. Relative paths
 * are in the data folder: a socket's path is limited to about a hundred bytes.
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
