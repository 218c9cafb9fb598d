import preset from '../../jest.preset.js';

const MS_PER_SECOND = 1_000;
/**
 * The time in which inputs are made, as long again for the console consumer to print the dead letters, and the time to start the
 * servers and to compare everything.
 */
const TEST_TIMEOUT_MS = (2 * Number(process.env.FUZZ_SECONDS ?? 120) + 480) * MS_PER_SECOND;

export default {
  ...preset,
  testMatch: ['<rootDir>/src/**/*.fuzz-spec.ts'],
  testTimeout: TEST_TIMEOUT_MS,
};
