import preset from '../../jest.preset.js';

const MS_PER_SECOND = 1_000;
/**
 * The servers' start and the look at everything in the end, beside the time in which inputs are made: the console consumer may
 * take as long again to print the dead letters.
 */
const TEST_TIMEOUT_MS = (2 * Number(process.env.FUZZ_SECONDS ?? 120) + 480) * MS_PER_SECOND;

export default {
  ...preset,
  testMatch: ['<rootDir>/src/**/*.fuzz-spec.ts'],
  testTimeout: TEST_TIMEOUT_MS,
};
