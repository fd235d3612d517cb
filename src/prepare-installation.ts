import { keepDemoBank } from './kept-demo-bank.ts';
import { keepEmptyEmbedded } from './store/embedded/empty-embedded.ts';

/*
 * What is made once when the packages are installed, so that no start has to wait for it. The demo bank is made beside the learning, by
 * a process of its own, and not where `DEMO=off` says that there will be none, nor in production, which installs no tools of development.
 */
const { DEMO, NODE_ENV, npm_config_omit: omitted = '' } = process.env;
const hasNoDemo =
  DEMO === 'off' || NODE_ENV === 'production' || omitted.split(/[\s,]+/).includes('dev');
await keepEmptyEmbedded();
await Promise.all([
  hasNoDemo ? undefined : keepDemoBank(new Date()),
  import('./conversation/understanding/learn-sentences.ts'),
]);
