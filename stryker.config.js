/** @type {import('@stryker-mutator/api/core').PartialStrykerOptions} */
export default {
  testRunner: 'jest',
  testRunnerNodeArgs: ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'],
  jest: { configFile: 'test/support/mutationJest.config.js', enableFindRelatedTests: false },
  mutate: ['src/domain/**/*.ts'],
  coverageAnalysis: 'perTest',
  concurrency: 2,
  // No mutant of the domain loops for long, so on a busy machine a slow one must not pass for one that was noticed.
  timeoutMS: 60_000,
  reporters: ['clear-text', 'html', 'progress'],
  htmlReporter: { fileName: 'artifacts/mutation/index.html' },
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  tempDirName: 'artifacts/stryker',
  thresholds: { high: 95, low: 90, break: 90 },
  ignorePatterns: ['data', 'artifacts', 'docs', 'bench'],
};
