const path = require('node:path');
const { jestConfig } = require('@salesforce/sfdx-lwc-jest/config');

const root = path.join(__dirname, '../..');

module.exports = {
  ...jestConfig,
  displayName: 'lwc',
  rootDir: root,
  roots: ['<rootDir>/force-app/main/default/lwc'],
  modulePathIgnorePatterns: ['<rootDir>/(service|simulator|tools)/'],
};
