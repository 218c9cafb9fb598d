import { parseArgs } from 'node:util';
import { UsageError } from '@weather/service-runtime';
import { OUTPUT_FOLDER, RESULTS_FOLDER } from './workspace.ts';

/** The options of the command line. */
export interface BenchOptions {
  readonly form: 'quick' | 'full';
  readonly rounds: number | undefined;
  /** Names of stages and candidates; undefined: all. */
  readonly only: readonly string[] | undefined;
  /** Whether to take CPU profiles as well. */
  readonly profile: boolean;
  readonly folder: string;
}

/** The help text. */
export const USAGE = `Usage: npx nx bench bench [--quick | --full] [--rounds N] [--only NAME,…] [--profile] [--out FOLDER | --save]
       npx nx bench bench --args=--help

  --quick        few readings and rounds, a few minutes after the first run (default)
  --full         a million readings, more rounds, and growth stages; hours
  --rounds N     rounds per candidate; medians are reported
  --only NAME,…  only these stages or candidates
  --profile      also CPU profiles of the consumer and the producer at full speed
  --out FOLDER   folder for RESULTS.md, results.json and results.svg (default dist/bench)
  --save         write them to apps/bench, to be committed`;

const OPTIONS = {
  quick: { type: 'boolean' },
  full: { type: 'boolean' },
  rounds: { type: 'string' },
  only: { type: 'string' },
  profile: { type: 'boolean' },
  out: { type: 'string' },
  save: { type: 'boolean' },
} as const;

/** @throws UsageError for invalid or contradictory options. */
export function parseBenchOptions(args: readonly string[]): BenchOptions {
  const { quick, full, rounds, only, profile = false, out, save } = parseValues(args);
  if (quick && full) throw usageError('use either --quick or --full');
  if (out !== undefined && save) throw usageError('use either --out or --save');
  return {
    form: full ? 'full' : 'quick',
    rounds: rounds === undefined ? undefined : parseRounds(rounds),
    only: only?.split(',').map((name) => name.trim()),
    profile,
    folder: save ? RESULTS_FOLDER : (out ?? OUTPUT_FOLDER),
  };
}

function parseValues(
  args: readonly string[],
): ReturnType<typeof parseArgs<{ options: typeof OPTIONS }>>['values'] {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, strict: true }).values;
  } catch (error) {
    throw usageError((error as Error).message);
  }
}

function parseRounds(text: string): number {
  const rounds = Number(text);
  if (Number.isSafeInteger(rounds) && rounds > 0) return rounds;
  throw usageError(`--rounds "${text}" is invalid; expected an integer of at least 1`);
}

function usageError(message: string): UsageError {
  return new UsageError(`${message}\nSee --help.`);
}
