import preset from '../../jest.preset.js';

/** Real servers take seconds to start and to stop; a test that hangs must still end. */
const TEST_TIMEOUT_MS = 240_000;

export default {
  ...preset,
  testMatch: ['<rootDir>/src/**/*.e2e-spec.ts'],
  // These need Prometheus on the PATH and run with jest.observability.config.js.
  testPathIgnorePatterns: ['<rootDir>/src/specs/observability/'],
  testTimeout: TEST_TIMEOUT_MS,
};
