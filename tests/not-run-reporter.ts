import type { Reporter, TestCase, TestModule, Vitest } from 'vitest/node';
import './needs.ts';

/** Why a test was not run, where the test or a suite around it says so. */
function reasonOf(test: TestCase): string | undefined {
  for (let at: TestCase | TestCase['parent'] = test; at.type !== 'module'; at = at.parent) {
    const reason = at.meta().notRunBecause;
    if (reason !== undefined) return reason;
  }
  return undefined;
}

/** Says at the end of a run which tests this machine could not run, and why: none is left out silently. */
export default class NotRunReporter implements Reporter {
  #vitest: Vitest | undefined;

  onInit(vitest: Vitest): void {
    this.#vitest = vitest;
  }

  onTestRunEnd(modules: readonly TestModule[]): void {
    const counts = new Map<string, number>();
    for (const module of modules) {
      for (const test of module.children.allTests('skipped')) {
        const reason = reasonOf(test);
        if (reason !== undefined) counts.set(reason, (counts.get(reason) ?? 0) + 1);
      }
    }
    const lines = [...counts].map(
      ([reason, tests]) =>
        `Not run, because ${reason} (${tests} ${tests === 1 ? 'test' : 'tests'})`,
    );
    if (this.#vitest?.getRootProject().getProvidedContext().postgresUrl === '') {
      lines.push('Not run on PostgreSQL, because none answers at TEST_DATABASE_URL');
    }
    if (lines.length > 0) this.#vitest?.logger.log(`\n${lines.join('\n')}\n`);
  }
}
