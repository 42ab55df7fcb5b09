const path = require('node:path');
const { jestConfig } = require('@salesforce/sfdx-lwc-jest/config');

const root = path.join(__dirname, '../..');

/** Salesforce's preset, with the package's own labels as texts and an accessibility matcher. */
module.exports = {
  ...jestConfig,
  displayName: 'lwc',
  rootDir: root,
  roots: ['<rootDir>/force-app/main/default/lwc'],
  modulePathIgnorePatterns: ['<rootDir>/(service|simulator|tools|page)/'],
  moduleNameMapper: {
    ...jestConfig.moduleNameMapper,
    '^lwc-testing$': '<rootDir>/scripts/jest/lwc-testing.js',
    '^lightning/platformUtilityBarApi$': '<rootDir>/scripts/jest/lwc-stubs/platformUtilityBarApi.js',
  },
  setupFilesAfterEnv: [
    ...(jestConfig.setupFilesAfterEnv ?? []),
    '<rootDir>/scripts/jest/lwc-labels.cjs',
    '<rootDir>/scripts/jest/lwc-accessibility.cjs',
    '<rootDir>/scripts/jest/lwc-quiet.cjs',
  ],
};
