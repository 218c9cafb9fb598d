import { cpus, totalmem, type } from 'node:os';
import { kafkaVersion } from '@weather/dev-stack';
import type { Surroundings } from '../contender.ts';
import type { Circumstances } from './report.ts';

const GIBIBYTE = 1_073_741_824;

/** Where and with what the bench runs. */
export async function circumstancesOf(
  { query }: Pick<Surroundings, 'query'>,
  args: readonly string[],
): Promise<Circumstances> {
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
