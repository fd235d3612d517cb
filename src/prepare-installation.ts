import { keepDemoBank } from './kept-demo-bank.ts';
import { keepEmptyEmbedded } from './store/embedded/empty-embedded.ts';

/*
 * What is made once when the packages are installed, so that no start has to wait for it. The demo bank is made beside the learning, by
 * a process of its own, and not where `DEMO=off` says that there will be none.
 */
await keepEmptyEmbedded();
await Promise.all([
  process.env.DEMO === 'off' ? undefined : keepDemoBank(new Date()),
  import('./conversation/understanding/learn-sentences.ts'),
]);
