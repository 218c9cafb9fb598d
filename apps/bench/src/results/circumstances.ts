import { cpus, totalmem, type } from 'node:os';
import { kafkaVersion } from '@weather/dev-stack';
import type { BenchContext } from '../candidate.ts';
import type { BenchEnvironment } from './report.ts';

const GIBIBYTE = 1_073_741_824;

/** Describes the machine, the versions and the command. */
export async function describeEnvironment(
  { query }: Pick<BenchContext, 'query'>,
  args: readonly string[],
): Promise<BenchEnvironment> {
  const [row] = await query<{ version: string }>('SELECT VERSION() AS version');
  const memory = Math.round(totalmem() / GIBIBYTE);
  return {
    at: new Date().toISOString(),
    machine: `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, ${memory} GiB, ${type()}`,
    versions: [
      `Node ${process.version.slice(1)}`,
      `Kafka ${kafkaVersion('3')}`,
      row?.version ?? 'unknown database',
    ],
    command: ['npx nx bench bench', ...args].join(' '),
  };
}
