import preset from '../jest.preset.js';

/** Images are built and servers started; a test that hangs must still end. */
const TEST_TIMEOUT_MS = 300_000;

export default {
  ...preset,
  testMatch: ['<rootDir>/src/**/*.e2e-spec.ts'],
  testTimeout: TEST_TIMEOUT_MS,
};
