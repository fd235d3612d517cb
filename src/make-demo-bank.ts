import { sql } from 'drizzle-orm';
import { prepareStore } from './prepare-store.ts';
import { readEnvironment } from './settings/environment.ts';
import { readConfig } from './settings/settings.ts';
import { compileQuickly } from './store/embedded/compile-quickly.ts';
import { openEmbedded } from './store/embedded/open-embedded.ts';

/*
 * Makes a demo bank of so many customers in the folder named, and values it: a program of its own, for that takes twice the memory
 * that answering does.
 */
const [folder, customers] = process.argv.slice(2);
if (folder === undefined) throw new Error('Name the folder to make the demo bank in.');
compileQuickly();
const environment = readEnvironment({ DEMO_CUSTOMERS: customers });
const config = readConfig(environment.BELLWETHER_CONFIG);
const store = await openEmbedded(folder);
await prepareStore(store, { environment, config, now: () => new Date() }, () => undefined);
// What is copied needs no log of how it was made.
await store.db.execute(sql`checkpoint`);
await store.close();
