import { compileQuickly } from './compile-quickly.ts';
import { openPglite } from './open-pglite.ts';
import { prepareEmbedded } from './prepare-embedded.ts';

/*
 * Makes an empty embedded database in the folder named, with its tables: a program of its own, for making one takes several
 * times the memory that using it does.
 */
const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('Name the folder to make the database in.');
compileQuickly();
const client = await openPglite(folder);
await prepareEmbedded(client);
await client.close();
