/** The settings of the fuzzer, from the environment, so that a run can be repeated. */
export interface FuzzSettings {
  /** How long inputs are made; their outcome is checked afterwards. */
  readonly seconds: number;
  /** Every input of every round follows from it. */
  readonly seed: number;
}

const DEFAULT_SECONDS = 120;
const DEFAULT_SEED = 20_260_101;

/**
 * Reads `FUZZ_SECONDS` and `FUZZ_SEED`, whole numbers.
 * @throws Error if either has another value.
 */
export function fuzzSettings(environment: NodeJS.ProcessEnv = process.env): FuzzSettings {
  const { FUZZ_SECONDS: seconds = String(DEFAULT_SECONDS), FUZZ_SEED: seed = String(DEFAULT_SEED) } =
    environment;
  return { seconds: parseWholeNumber('FUZZ_SECONDS', seconds), seed: parseWholeNumber('FUZZ_SEED', seed) };
}

function parseWholeNumber(name: string, text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new Error(`${name}="${text}" is invalid; expected a whole number`);
  return Number(text);
}
