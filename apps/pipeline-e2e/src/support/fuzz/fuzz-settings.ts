/** How the fuzzer is run: from the environment, so that a run can be repeated. */
export interface FuzzSettings {
  /** For how long inputs are made; what they have led to is looked at afterwards. */
  readonly seconds: number;
  /** Every input of every round follows from it. */
  readonly seed: number;
}

const DEFAULT_SECONDS = 120;
const DEFAULT_SEED = 20_260_101;

/**
 * `FUZZ_SECONDS` and `FUZZ_SEED`, whole numbers.
 * @throws Error when one of them is anything else.
 */
export function fuzzSettings(environment: NodeJS.ProcessEnv = process.env): FuzzSettings {
  const { FUZZ_SECONDS: seconds = String(DEFAULT_SECONDS), FUZZ_SEED: seed = String(DEFAULT_SEED) } =
    environment;
  return { seconds: wholeNumber('FUZZ_SECONDS', seconds), seed: wholeNumber('FUZZ_SEED', seed) };
}

function wholeNumber(name: string, text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new Error(`${name}="${text}": allowed: a whole number`);
  return Number(text);
}
