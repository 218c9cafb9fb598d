import { cpus, totalmem, type } from 'node:os';
import { kafkaVersion } from '@weather/dev-stack';
import type { BenchContext } from '../candidate.ts';
import type { Run, Stage } from '../run/stage.ts';

/** The machine, the versions and the command of a run of the bench. */
interface BenchEnvironment {
  /** ISO 8601. */
  readonly at: string;
  readonly machine: string;
  readonly versions: readonly string[];
  readonly command: string;
}

/** A candidate without a result, and the reason. */
export interface Missing {
  readonly stage: string;
  readonly candidate: string;
  readonly reason: string;
}

/** The CPU profile of a process at full speed. */
export interface ProfileSummary {
  readonly title: string;
  /** The largest first. */
  readonly lines: readonly { readonly where: string; readonly share: number }[];
}

/** The raw results of a run of the bench. */
export interface Report {
  readonly environment: BenchEnvironment;
  readonly stages: readonly Pick<Stage, 'name' | 'title'>[];
  readonly runs: readonly Run[];
  readonly missing: readonly Missing[];
  readonly profiles: readonly ProfileSummary[];
}

const GIBIBYTE = 1_073_741_824;

/** Describes the machine, the versions and the command. */
export async function describeEnvironment(
  { query }: Pick<BenchContext, 'query'>,
  args: readonly string[],
): Promise<BenchEnvironment> {
  const [row] = await query<{ version: string }>('SELECT VERSION() AS version');
  const [cpu] = cpus();
  const memory = Math.round(totalmem() / GIBIBYTE);
  return {
    at: new Date().toISOString(),
    machine: `${cpus().length} × ${cpu?.model ?? 'unknown'}, ${memory} GiB, ${type()}`,
    versions: [
      `Node ${process.version.slice(1)}`,
      `Kafka ${kafkaVersion('3')}`,
      row?.version ?? 'unknown database',
    ],
    command: ['npx nx bench bench', ...args].join(' '),
  };
}
