import type { Reporter, SerializedError, TestModule } from 'vitest/node';

/** Ends the run with plain lines that any log reader can find: what went wrong outside of tests, what passed only when tried again, and the count. */
export default class ClosingLineReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]): void {
    const count = { passed: 0, failed: 0, skipped: 0, pending: 0 };
    for (const module of modules)
      for (const test of module.children.allTests()) {
        count[test.result().state]++;
        if (test.diagnostic()?.flaky)
          console.log(`\nPassed only when tried again: ${module.relativeModuleId} › ${test.fullName}`);
      }
    for (const error of unhandled) console.log(`\nOutside of a test: ${error.message}`);
    const broken = modules.filter((module) => module.errors().length > 0).length;
    console.log(`\n${count.passed} passed, ${count.failed + broken} failed, ${count.skipped + count.pending} skipped`);
  }
}
