import { setImmediate } from 'node:timers/promises';
import { defaultLocale } from '../language/locale.ts';
import { alone } from '../store/demo/alone.ts';
import { bankFound } from '../store/demo/bank-found.ts';
import { publishStaging } from '../store/demo/publish-staging.ts';
import { openStaging, stagingOf } from '../store/demo/staging.ts';
import type { CopyValue, Store } from '../store/store.ts';
import { demoBranches } from './branches.ts';
import { campaignTeller, tellCampaigns } from './campaigns.ts';
import { languageIn } from './comments.ts';
import { tellCustomer } from './customer.ts';
import { DemoHouseholds } from './households.ts';
import { type DemoRows, type DemoTable, demoColumns, noRows } from './rows.ts';
import { type Setting, settingOf } from './setting.ts';

export type DemoOptions = {
  /** how many; their ids at the bank are 1 to this */
  readonly customers: number;
  readonly seed: number;
  /** YYYY-MM-DD: nothing is dated later */
  readonly today: string;
  /** done and total customers while generating, done and total tables while publishing */
  readonly onProgress?: (progress: DemoProgress) => void;
  /** called once if another process is filling the store */
  readonly onWaiting?: () => void;
};

export type DemoProgress = {
  readonly step: 'generating' | 'publishing';
  readonly done: number;
  readonly total: number;
};

const bank = { name: 'Meridian Bank (demo)', currency: 'EUR', timezone: 'Europe/Prague' } as const;
const tables = Object.keys(demoColumns) as DemoTable[];
/** So few that generating them, and loading what they give, holds up nobody who waits for an answer. */
const customersAtATime = 100;
const customersAtAStretch = 25;

/**
 * Fills an empty store with the demo bank. The same customers, seed and today give the same bank.
 *
 * It appears whole, or not at all: rows are gathered in staging tables and moved in one transaction. What a crash
 * leaves there is thrown away by the next call. A store that holds the demo bank already is left as it is.
 *
 * @throws Error when the store holds another bank; RangeError when the number of customers or today is wrong
 */
export async function fillDemoBank(store: Store, options: DemoOptions): Promise<void> {
  const { customers, seed, today, onProgress } = options;
  if (!Number.isInteger(customers) || customers < 1) {
    throw new RangeError(`The demo bank needs one customer or more, but was given ${customers}.`);
  }
  const setting = settingOf(customers, seed, today);
  await alone(
    store,
    async () => {
      const found = await bankFound(store.db);
      if (found === 'demo') return;
      if (found === 'other') {
        throw new Error(
          'The store already holds a bank. The demo bank fills an empty store only: give it a DATA_DIR or a DATABASE_URL of its own.',
        );
      }
      await openStaging(store.db, tables);
      await stage(store, tellBank(setting));
      const tellMembership = campaignTeller(setting);
      const households = new DemoHouseholds(setting);
      for (let done = 0; done < customers; ) {
        const rows = noRows();
        const end = Math.min(customers, done + customersAtATime);
        while (done < end) {
          tellCustomer(++done, setting, rows);
          tellMembership(rows);
          households.note(rows);
          if (done % customersAtAStretch === 0) await setImmediate();
        }
        await stage(store, rows);
        onProgress?.({ step: 'generating', done, total: customers });
      }
      await stage(store, { ...noRows(), households: households.tell() });
      await publishStaging(store, tables, bank, (done, total) =>
        onProgress?.({ step: 'publishing', done, total }),
      );
    },
    options.onWaiting,
  );
}

async function stage(store: Store, rows: DemoRows): Promise<void> {
  for (const table of tables) {
    if (rows[table].length === 0) continue;
    await store.copyRows(stagingOf(table), demoColumns[table], rows[table]);
    await setImmediate();
  }
}

function tellBank(setting: Setting): DemoRows {
  const { staff } = setting;
  const rows = noRows();
  tellCampaigns(rows, setting);
  rows.branches = demoBranches.map(({ id, externalId, name, region, names }) => [
    id,
    externalId,
    name,
    region,
    JSON.stringify(names),
  ]);
  rows.managers = staff.all.map(({ id, externalId, email, name, role, branch }): CopyValue[] => [
    id,
    externalId,
    email,
    name,
    role,
    branch?.id ?? null,
    ownLanguage(branch?.country),
    branch?.timezone ?? null,
  ]);
  return rows;
}

/** The language of a person whose country's is not the bank's. */
function ownLanguage(country: string | undefined): string | null {
  const language = languageIn(country);
  return language === defaultLocale ? null : language;
}
