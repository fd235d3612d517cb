import type { Environment } from './settings/environment.ts';
import type { Config } from './settings/settings.ts';
import { bankFacts } from './store/book/bank-facts.ts';
import { newestRun } from './store/book/newest-run.ts';
import type { Store } from './store/store.ts';

/** How far the preparation is; `step` is a word of the engine's, such as balances. */
export type Preparation = { stage: 'demo' | 'score'; step: string; done: number; total: number };

/**
 * Makes a demo store ready for its first question: fills an empty one with the demo bank, and values a demo bank that no
 * run has valued. A real bank's store is left as it is: its operator ingests and scores. What that takes is loaded only then:
 * most starts find all of it done.
 * @param demoSeed the same seed makes the same bank
 */
export async function prepareStore(
  store: Store,
  { environment, config, now }: { environment: Environment; config: Config; now: () => Date },
  onProgress: (preparation: Preparation) => void,
  demoSeed = 42,
): Promise<void> {
  if (environment.DEMO === 'off') return;
  const bank = await bankFacts(store.db);
  if (bank === undefined) {
    const { fillDemoBank } = await import('./demo/fill-demo-bank.ts');
    await fillDemoBank(store, {
      customers: environment.DEMO_CUSTOMERS,
      seed: demoSeed,
      today: now().toISOString().slice(0, 10),
      onProgress: (progress) => onProgress({ stage: 'demo', ...progress }),
    });
  } else if (!bank.demo) return;
  if ((await newestRun(store.db)) === undefined) {
    const { score } = await import('./scoring/run/valuation-run.ts');
    await score(store, {
      config,
      now,
      onProgress: (progress) => onProgress({ stage: 'score', ...progress }),
    });
  }
}
