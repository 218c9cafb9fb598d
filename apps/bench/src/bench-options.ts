import { parseArgs } from 'node:util';
import { UsageError } from '@weather/service-runtime';
import { OUTPUT_FOLDER, RESULTS_FOLDER } from './workspace.ts';

/** What the command line asks for. */
export interface BenchOptions {
  readonly form: 'quick' | 'full';
  readonly rounds: number | undefined;
  /** Names of stages and contenders; undefined: all. */
  readonly only: readonly string[] | undefined;
  /** Whether profiles are taken, too. */
  readonly profile: boolean;
  readonly folder: string;
}

const OPTIONS = {
  quick: { type: 'boolean' },
  full: { type: 'boolean' },
  rounds: { type: 'string' },
  only: { type: 'string' },
  profile: { type: 'boolean' },
  out: { type: 'string' },
  save: { type: 'boolean' },
} as const;

/** @throws UsageError that says what is wrong. */
export function parseBenchOptions(args: readonly string[]): BenchOptions {
  const { quick, full, rounds, only, profile = false, out, save } = valuesOf(args);
  if (quick && full) throw usageError('--quick or --full, not both');
  if (out !== undefined && save) throw usageError('--out or --save, not both');
  return {
    form: full ? 'full' : 'quick',
    rounds: rounds === undefined ? undefined : roundsOf(rounds),
    only: only?.split(',').map((name) => name.trim()),
    profile,
    folder: save ? RESULTS_FOLDER : (out ?? OUTPUT_FOLDER),
  };
}

function valuesOf(
  args: readonly string[],
): ReturnType<typeof parseArgs<{ options: typeof OPTIONS }>>['values'] {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, strict: true }).values;
  } catch (error) {
    throw usageError((error as Error).message);
  }
}

function roundsOf(text: string): number {
  const rounds = Number(text);
  if (Number.isSafeInteger(rounds) && rounds > 0) return rounds;
  throw usageError(`--rounds "${text}": allowed: a whole number, at least 1`);
}

function usageError(message: string): UsageError {
  return new UsageError(`${message}\n--help shows what is possible.`);
}
