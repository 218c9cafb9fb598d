import preset from '../../jest.preset.js';

/** Real servers and a browser take seconds to start; a test that hangs must still end. */
const TEST_TIMEOUT_MS = 180_000;

export default {
  ...preset,
  testMatch: ['<rootDir>/src/**/*.browser-spec.ts'],
  testTimeout: TEST_TIMEOUT_MS,
};
