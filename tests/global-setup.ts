import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { z } from 'zod';
import { commands } from '../src/conversation/registry.ts';
import { followUpModel } from '../src/conversation/understanding/follow-up/learnt/load-follow-ups.ts';
import { loadModel } from '../src/conversation/understanding/load-recogniser.ts';
import { compileQuickly } from '../src/store/embedded/compile-quickly.ts';
import { openPglite } from '../src/store/embedded/open-pglite.ts';
import { prepareEmbedded } from '../src/store/embedded/prepare-embedded.ts';
import { openPostgres } from '../src/store/open-postgres.ts';
import { rolesOfDatabase } from './database-roles.ts';
import { withoutTemplates } from './without-templates.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** a migrated empty PGlite data directory, packed */
    snapshotFile: string;
    /** an address of the PostgreSQL server the tests may make databases on; empty: none was asked for */
    postgresUrl: string;
    /** a migrated empty database there, to copy */
    templateName: string;
  }
}

/**
 * Makes one migrated empty store of each kind, which every test copies in a fraction of a second, and has what sentences teach
 * learnt once, where the installation has not.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  followUpModel(commands, loadModel(commands));
  compileQuickly();
  const client = await openPglite(undefined);
  await prepareEmbedded(client);
  const snapshot = await client.dumpDataDir('none');
  const snapshotFile = join(tmpdir(), `bellwether-test-${process.pid}.tar`);
  await writeFile(snapshotFile, withoutTemplates(new Uint8Array(await snapshot.arrayBuffer())));
  await client.close();
  project.provide('snapshotFile', snapshotFile);

  const postgresUrl = process.env.TEST_DATABASE_URL ?? 'postgres://root@127.0.0.1:5432/test';
  const templateName = `bellwether_template_${process.pid}`;
  const admin = new pg.Client({ connectionString: postgresUrl, connectionTimeoutMillis: 5000 });
  const reachable = await admin.connect().then(
    () => true,
    (error: unknown) => {
      // A newcomer's machine has no PostgreSQL: there the embedded store is tested alone, and the run says so.
      // Where a server was promised, its absence is a failure.
      if (process.env.CI !== undefined || process.env.TEST_DATABASE_URL !== undefined) throw error;
      return false;
    },
  );
  if (!reachable) {
    await admin.end();
    console.warn('No PostgreSQL at TEST_DATABASE_URL: testing on the embedded store alone.');
    project.provide('postgresUrl', '');
    project.provide('templateName', '');
    return () => rm(snapshotFile, { force: true });
  }
  await admin.query(`drop database if exists ${templateName}`);
  await admin.query(`create database ${templateName}`);
  const url = new URL(postgresUrl);
  url.pathname = `/${templateName}`;
  const store = await openPostgres(url.href);
  await store.close();
  project.provide('postgresUrl', postgresUrl);
  project.provide('templateName', templateName);
  return async () => {
    // What the processes of the tests lent from test to test.
    const { rows: lent } = await admin.query(
      'select datname from pg_database where starts_with(datname, $1)',
      [`${templateName}_`],
    );
    for (const { datname } of z.array(z.object({ datname: z.string() })).parse(lent)) {
      const roles = await rolesOfDatabase(admin, datname);
      await admin.query(`drop database if exists ${datname} with (force)`);
      await admin.query(`drop role if exists ${roles.join(', ')}`);
    }
    const roles = await rolesOfDatabase(admin, templateName);
    await admin.query(`drop database if exists ${templateName} with (force)`);
    // A copy that a broken-off test left keeps them.
    const { rowCount } = await admin.query(
      `select from pg_shdepend where refobjid in (select oid from pg_roles where rolname = any ($1)) and dbid <> 0`,
      [roles],
    );
    if (rowCount === 0) await admin.query(`drop role if exists ${roles.join(', ')}`);
    await admin.end();
    await rm(snapshotFile, { force: true });
  };
}
