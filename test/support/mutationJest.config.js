import config from '../../jest.config.js';

const { globalSetup, globalTeardown, reporters, maxWorkers, ...shared } = config;

/** For mutation testing: the tests of the domain alone, which need no database and no process. */
export default {
  ...shared,
  rootDir: '../..',
  roots: ['<rootDir>/test/domain'],
  setupFiles: ['<rootDir>/test/support/fewRuns.ts'],
};
