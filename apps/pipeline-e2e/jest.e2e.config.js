import preset from '../../jest.preset.js';

/** Real servers take seconds to start and to stop; a test that hangs still ends. */
const TEST_TIMEOUT_MS = 240_000;

export default {
  ...preset,
  testMatch: ['<rootDir>/src/**/*.e2e-spec.ts'],
  // They need a Prometheus on the PATH: jest.observability.config.js.
  testPathIgnorePatterns: ['<rootDir>/src/specs/observability/'],
  testTimeout: TEST_TIMEOUT_MS,
};
