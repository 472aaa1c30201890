import type { Reporter, TestModule } from 'vitest/node';

/** Closes a run with a line for each browser: `firefox: 20 passed, 0 failed`. */
export default class CountReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const counts = new Map<string, { passed: number; failed: number }>();
    for (const module of modules) {
      const { name } = module.project;
      const count = counts.get(name) ?? { passed: 0, failed: 0 };
      counts.set(name, count);
      // A file that cannot be run has failed too.
      if (module.errors().length) count.failed++;
      count.passed += [...module.children.allTests('passed')].length;
      count.failed += [...module.children.allTests('failed')].length;
    }
    for (const [name, { passed, failed }] of counts)
      console.log(`${name}: ${passed} passed, ${failed} failed`);
  }
}
