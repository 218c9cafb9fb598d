import preset from '../../jest.preset.js';

const MS_PER_SECOND = 1_000;
/** The servers' start and the look at everything in the end, beside the time in which inputs are made. */
const TEST_TIMEOUT_MS = (Number(process.env.FUZZ_SECONDS ?? 120) + 480) * MS_PER_SECOND;

export default {
  ...preset,
  testMatch: ['<rootDir>/src/**/*.fuzz-spec.ts'],
  testTimeout: TEST_TIMEOUT_MS,
};
