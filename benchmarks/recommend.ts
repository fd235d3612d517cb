/**
 * What to offer, against popularity: hit rate at 3 with each holding left out once, on the demo bank and on Berka's holdings
 * (../shared/data/berka), and what it costs.
 *
 *     node benchmarks/recommend.ts [customers of the demo bank]
 */
import { existsSync } from 'node:fs';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { fillDemoBank } from '../src/demo/fill-demo-bank.ts';
import { ingest, readMapping } from '../src/ingest/ingest.ts';
import { type OffersCard, readOffersCard } from '../src/scoring/offers/offers-model.ts';
import { productCatalog } from '../src/scoring/offers/product-catalog.ts';
import { trainOffers } from '../src/scoring/offers/train-offers.ts';
import { whatToOffer } from '../src/scoring/offers/what-to-offer.ts';
import { score } from '../src/scoring/run/valuation-run.ts';
import { readConfig } from '../src/settings/settings.ts';
import { compileQuickly } from '../src/store/embedded/compile-quickly.ts';
import { openEmbedded } from '../src/store/embedded/open-embedded.ts';
import { productKinds } from '../src/store/kinds.ts';
import { champion } from '../src/store/models/champion.ts';
import { queryRows, type Store } from '../src/store/store.ts';
import { type BasketGroup, fitRecommendations, leaveOneOut } from '../src/valuation/index.ts';

compileQuickly();

const config = readConfig('config/bellwether.yaml');
const berka = '../shared/data/berka';
const asked = 300;

function report(what: string, measured: string, met?: boolean): void {
  const mark = met === undefined ? '' : met ? '  met' : '  MISSED';
  console.log(`${what.padEnd(58)} ${measured}${mark}`);
  if (met === false) process.exitCode = 1;
}

type Rates = {
  chosen: string;
  leftOut: number;
  recommender: number | null;
  popularity: number | null;
  standardError: number | null;
  byRecommender: Record<string, number | null>;
};

function reportRates(bank: string, rates: Rates): void {
  const { recommender, popularity, standardError } = rates;
  if (recommender === null || popularity === null || standardError === null) {
    report(bank, 'nobody holds two products', false);
    return;
  }
  const percent = (rate: number | null) => (rate === null ? '–' : `${(100 * rate).toFixed(2)} %`);
  report(
    `${bank}: hit rate at 3 of ${rates.chosen}, of popularity`,
    `${percent(recommender)}, ${percent(popularity)}, ± ${(100 * standardError).toFixed(2)}`,
    recommender > popularity,
  );
  const all = Object.entries(rates.byRecommender).map(([name, rate]) => `${name} ${percent(rate)}`);
  report(`  each on all of ${rates.leftOut} holdings left out`, all.join(', '));
}

/** Values a bank, and gives what its run says of offers. */
async function valued(store: Store): Promise<{ runId: number; asOf: string; card: OffersCard }> {
  const { runId, asOf } = await score(store, { config, now: () => new Date() });
  const model = await champion(store.db, 'offers');
  if (model === undefined) throw new Error('The run made no model of offers.');
  return { runId, asOf, card: readOffersCard(model.card) };
}

const row = z.object({
  customer: z.number(),
  product: z.enum(productKinds),
  label: z.string().nullable(),
});

/** Whatever customers ever held, on whichever day: Berka's transactions end years before its cards do. */
async function everHeld(store: Store): Promise<Rates> {
  const held = await queryRows(
    store.db,
    row,
    sql`select distinct customer_id as customer, product, label from holdings`,
  );
  const holders = new Map<string, number>();
  for (const { product, label } of held) {
    const key = JSON.stringify([product, label]);
    holders.set(key, (holders.get(key) ?? 0) + 1);
  }
  const named = productKinds.flatMap((product) => {
    const ofKind = held.filter((each) => each.product === product);
    return [...new Set(ofKind.map(({ label }) => label))].map((label) => ({
      product,
      label,
      holders: holders.get(JSON.stringify([product, label])) ?? 0,
      ofKind: ofKind.filter((each) => (each.label === null) === (label === null)).length,
      ofProduct: new Set(ofKind.map(({ customer }) => customer)).size,
    }));
  });
  const catalog = productCatalog(named);
  const numberOf = ({ product, label }: { product: string; label: string | null }) => {
    const own = catalog.findIndex((each) => each.product === product && each.label === label);
    return own === -1
      ? catalog.findIndex((each) => each.product === product && each.label === null)
      : own;
  };
  const baskets = new Map<number, Set<number>>();
  for (const each of held) {
    const basket = baskets.get(each.customer) ?? new Set();
    const number = numberOf(each);
    // Of a kind that few hold the catalog has nothing.
    if (number !== -1) basket.add(number);
    baskets.set(each.customer, basket);
  }
  const groups: BasketGroup[] = [...baskets].map(([customer, basket]) => ({
    basket: Int32Array.from(basket).sort(),
    customers: 1,
    half: customer % 2,
    group: null,
  }));
  const model = fitRecommendations(
    {
      products: catalog.length,
      baskets: groups.map(({ basket }) => basket),
      customers: new Float64Array(groups.length).fill(1),
    },
    { minSupport: 0.005, minConfidence: 0.05, maxItems: 3 },
  );
  return leaveOneOut(model, groups, 3);
}

async function cost(store: Store, { runId, asOf }: { runId: number; asOf: string }, size: number) {
  const start = performance.now();
  await trainOffers(store.db, { runId, customers: size });
  report('  learnt in a run, ms', (performance.now() - start).toFixed(0));
  const ids = await queryRows(
    store.db,
    z.object({ id: z.number() }),
    sql`select customer_id as id from customer_values where run_id = ${runId} order by random() limit ${asked}`,
  );
  const times: number[] = [];
  for (const { id } of ids) {
    const from = performance.now();
    await whatToOffer(
      store.db,
      { kind: 'all' },
      { config, run: { id: runId, asOf }, customerId: id },
    );
    times.push(performance.now() - from);
  }
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.floor(share * (times.length - 1))] ?? Number.NaN;
  report(
    `  a question: median, 95th of ${times.length}, ms`,
    `${at(0.5).toFixed(1)}, ${at(0.95).toFixed(1)}`,
    at(0.95) < 50,
  );
}

const customers = Number(process.argv[2] ?? 10_000);
const demo = await openEmbedded(undefined);
await fillDemoBank(demo, { customers, seed: 42, today: '2026-11-29' });
const demoRun = await valued(demo);
reportRates(`demo bank of ${customers} customers`, demoRun.card);
await cost(demo, demoRun, customers);
await demo.close();

if (existsSync(berka)) {
  const store = await openEmbedded(undefined);
  const mapping = readMapping('config/mappings/berka.yaml');
  await ingest(store, { mapping, mappingName: 'berka', paths: [berka], now: () => new Date() });
  const run = await valued(store);
  reportRates(`Berka at ${run.asOf}`, run.card);
  await cost(store, run, run.card.customers);
  reportRates('Berka, whatever was ever held', await everHeld(store));
  await store.close();
} else report('Berka', `not at ${berka}`);
