import preset from './jest.e2e.config.js';

export default {
  ...preset,
  testMatch: ['<rootDir>/src/observability/**/*.e2e-spec.ts'],
  testPathIgnorePatterns: [],
};
