/**
 * Two runs share this file: `lwc` (CommonJS, Salesforce's own preset) and the ESM projects, which
 * need `--experimental-vm-modules`. The flag breaks the preset's Apex mocks, so never both in one run.
 */
const stripTypes = { '^.+\\.ts$': '<rootDir>/scripts/jest/strip-types.cjs' };
const esm = (name, testMatch) => ({
  displayName: name,
  rootDir: __dirname,
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: stripTypes,
  testMatch,
});

module.exports = {
  projects: [
    esm('service', ['<rootDir>/service/test/**/*.test.ts']),
    esm('simulator', ['<rootDir>/simulator/test/**/*.test.ts']),
    esm('scripts', ['<rootDir>/scripts/test/**/*.test.ts']),
    esm('browser', ['<rootDir>/page/test/**/*.test.ts']),
    '<rootDir>/scripts/jest/lwc.config.cjs',
  ],
};
