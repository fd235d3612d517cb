import { ingest, readMapping } from '../../src/ingest/ingest.ts';
import { compileQuickly } from '../../src/store/embedded/compile-quickly.ts';
import { openEmbedded } from '../../src/store/embedded/open-embedded.ts';
import { openPostgres } from '../../src/store/open-postgres.ts';

// Run by killed.test.ts with an address or a data directory: dies when every row is written and nothing is committed.
compileQuickly();
const [where = ''] = process.argv.slice(2);
const store = await (where.startsWith('postgres') ? openPostgres(where) : openEmbedded(where));
let storingLast = false;
await ingest(store, {
  mapping: readMapping('tests/ingest/fixtures/bank.yaml'),
  mappingName: 'bank',
  paths: ['tests/ingest/fixtures/bank'],
  onProgress(progress) {
    storingLast = progress.phase === 'storing' && progress.file === 'postings-2024-04.csv';
  },
  // From there the time is asked for once: for the end of the batch, the last thing before the commit.
  now() {
    if (storingLast) process.kill(process.pid, 'SIGKILL');
    return new Date();
  },
});
