// What is made once when the packages are installed, so that no start has to wait for it.
import { runOnNode24 } from './run-on-node-24.js';

await runOnNode24('prepare-installation.ts');
