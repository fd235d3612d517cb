import { importDrizzleQuickly } from '../src/store/import-drizzle-quickly.ts';

/*
 * What each process of the tests begins with.
 */
importDrizzleQuickly();
