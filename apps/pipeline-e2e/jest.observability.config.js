import preset from './jest.e2e.config.js';

export default {
  ...preset,
  testMatch: ['<rootDir>/src/specs/observability/**/*.e2e-spec.ts'],
  testPathIgnorePatterns: [],
};
