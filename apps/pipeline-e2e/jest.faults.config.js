import preset from '../../jest.preset.js';

/** Real servers and outages take time; a test that hangs must still end. The long form injects each fault many times. */
const TEST_TIMEOUT_MS = process.env.FAULT_FORM === 'long' ? 3_600_000 : 180_000;

export default {
  ...preset,
  testMatch: ['<rootDir>/src/**/*.fault-spec.ts'],
  testTimeout: TEST_TIMEOUT_MS,
};
