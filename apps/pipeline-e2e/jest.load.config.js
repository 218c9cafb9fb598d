import preset from '../../jest.preset.js';

/** A minute of load between the start and the stop of real servers; a test that hangs must still end. */
const TEST_TIMEOUT_MS = 240_000;

export default {
  ...preset,
  testMatch: ['<rootDir>/src/**/*.load-spec.ts'],
  testTimeout: TEST_TIMEOUT_MS,
};
