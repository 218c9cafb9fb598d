/** The settings of a run, from the environment, so that it can be repeated exactly. */
export interface FaultSettings {
  /** Every random choice of a run follows from it. */
  readonly seed: number;
  readonly form: 'short' | 'long';
}

const DEFAULT_SEED = 20_260_101;

/**
 * Reads `FAULT_SEED`, a whole number, and `FAULT_FORM`, `short` or `long`.
 * @throws Error if either has another value.
 */
export function faultSettings(environment: NodeJS.ProcessEnv = process.env): FaultSettings {
  const { FAULT_SEED: seed = String(DEFAULT_SEED), FAULT_FORM: form = 'short' } = environment;
  if (!/^\d{1,15}$/.test(seed)) throw new Error(`FAULT_SEED="${seed}" is invalid; expected a whole number`);
  if (form !== 'short' && form !== 'long')
    throw new Error(`FAULT_FORM="${form}" is invalid; expected short or long`);
  return { seed: Number(seed), form };
}

/** Chooses the value for the form of this run, such as a number of rounds or the length of an outage. */
export function byForm<T>(short: T, long: T): T {
  return faultSettings().form === 'long' ? long : short;
}
