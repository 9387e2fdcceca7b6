/** Ends the run with one plain line that any CI can read. */
export default class ClosingLine {
  onRunComplete(_contexts, results) {
    const { numPassedTests, numFailedTests, numPendingTests, numRuntimeErrorTestSuites } = results;
    const failed = numFailedTests + numRuntimeErrorTestSuites;
    const skipped = numPendingTests > 0 ? `, ${numPendingTests} skipped` : '';
    // After jest's own summary, which is written by then.
    process.once('exit', () => {
      process.stderr.write(`${numPassedTests} passed, ${failed} failed${skipped}\n`);
    });
  }
}
