import { execFileSync } from 'node:child_process';
import { createHash, generateKeyPairSync } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { eq } from 'drizzle-orm';
import { chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  type Evidence,
  type EvidenceKind,
  evidenceKinds,
  evidenceShape,
  sectionIds,
} from '../../src/conversation/evidence/evidence.ts';
import { emptyCard } from '../../src/scoring/churn/churn-card.ts';
import { churnGroups } from '../../src/scoring/churn/churn-groups.ts';
import { churnMetrics } from '../../src/scoring/churn/churn-metrics.ts';
import {
  ingestBatches,
  ingestRejects,
  models,
  riskOverrides,
  valuationRuns,
} from '../../src/store/schema.ts';
import type { Store } from '../../src/store/store.ts';
import { config, fillTwoWeeks, now, weekLater } from '../banks/two-weeks.ts';
import { chromiumPath } from '../channels/web/chromium.ts';
import { needing } from '../needs.ts';
import { openTestStore, storeKinds } from '../test-store.ts';
import { commandLine } from './command-line.ts';

/** A hundred customers of whom the twenty with even numbers below 40 left; of four the age is not known. */
const labels = Uint8Array.from({ length: 100 }, (_, n) => (n < 40 && n % 2 === 0 ? 1 : 0));
const risk = Float64Array.from({ length: 100 }, (_, n) => (n < 40 ? 0.5 : n < 97 ? 0.05 : 0.95));
const window = {
  from: '2026-05-31',
  to: '2026-08-31',
  dayNumber: 20_543,
  customers: Uint32Array.from({ length: 100 }, (_, n) => n),
  dataset: { columns: [], rows: 100 },
  overridden: Float64Array.from({ length: 100 }, (_, n) => (n < 3 ? 0.6 : Number.NaN)),
  labels,
};
const persons = {
  female: Float64Array.from({ length: 100 }, (_, n) => (n < 50 ? 1 : 0)),
  born: Float64Array.from(
    { length: 100 },
    (_, n) => 20_543 - (n < 50 ? 25 : n < 96 ? 50 : Number.NaN) * 365.25,
  ),
};
const churnCard = (features: string[]) => ({
  ...emptyCard({ definition: 'closed' }, 3, [window], 42),
  features,
  metrics: churnMetrics(labels, risk, { atRisk: 0.3, contact: undefined }),
  groups: churnGroups(persons, window, risk, 0.3),
  selection: {
    selectedOn: '2026-11-21',
    reason: 'first' as const,
    judgedOn: 'later window' as const,
    rows: 100,
    leavers: 20,
    candidates: (['logistic', 'boosting'] as const).map((each, n) => ({
      kind: each,
      calibration: 'none' as const,
      auc: 0.8,
      brier: 0.1,
      logLoss: 0.3,
      difference: 0.002 * (1 - n),
      pValue: n === 0 ? 0.31 : 1,
      withinNoise: true,
    })),
    chosen: 'logistic' as const,
    challengerTest: null,
    drifted: [],
    settings: '{}',
  },
  drift: {
    since: '2026-08-31',
    features: [{ name: 'balance', index: 0.31, verdict: 'moved' as const }],
    score: { name: 'churn probability', index: 0.02, verdict: 'stable' as const },
    realised: null,
    warnings: [],
  },
});
const measures = { rankCorrelation: 0.931, topDecileShare: 0.537, meanAbsoluteError: 127.6 };
const valueCard = {
  model: 'contribution',
  horizonMonths: 36,
  annualDiscountRate: 0.1,
  customers: 60,
  backtest: {
    seenFrom: '2024-11-01',
    judgedFrom: '2025-11-01',
    monthsSeen: 12,
    monthsJudged: 12,
    customers: 1000,
    left: 98,
    model: measures,
    coverage: 0.92,
    baselines: { lastYear: { ...measures, rankCorrelation: 0.8 } },
    deciles: Array.from({ length: 10 }, (_, n) => ({
      customers: n === 9 ? 3 : 100,
      predicted: 100 * n,
      actual: n === 9 ? 777_777 : 110 * n,
    })),
  },
};
const segmentsCard = {
  cuts: {
    main: {
      method: 'k-means',
      asOf: '2026-11-21',
      customers: 60,
      segments: [
        { number: 1, name: { en: 'savers', zh: '储户' }, size: 40, within: 0.5, between: [0, 2] },
        { number: 2, name: { en: 'spenders', zh: '消费者' }, size: 20, within: 1, between: [2, 0] },
      ],
      silhouette: 0.42,
      daviesBouldin: 0.9,
      choice: { k: 2, candidates: [{ k: 2, silhouette: 0.42, inertia: 10 }] },
      dendrogram: null,
      changes: null,
      position: { explained: [0.5, 0.2], points: [] },
    },
  },
};

const folder = mkdtempSync(join(tmpdir(), 'bellwether-evidence-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const keys = generateKeyPairSync('ed25519');
const privateKey = join(folder, 'evidence.key');
const publicKey = join(folder, 'evidence.pub');
writeFileSync(privateKey, keys.privateKey.export({ type: 'pkcs8', format: 'pem' }));
writeFileSync(publicKey, keys.publicKey.export({ type: 'spki', format: 'pem' }));

const textOf = (kind: EvidenceKind, place: string, locale = 'en', ending = 'json') =>
  readFileSync(join(place, `evidence-${kind}-2026-11-28-${locale}.${ending}`), 'utf8');
const read = (text: string): Evidence => evidenceShape.parse(JSON.parse(text));
const sectionOf = ({ sections }: Evidence, id: string) => {
  const found = sections.find((each) => each.id === id);
  if (found === undefined) throw new Error(`There is no section ${id}.`);
  return found;
};

describe.each(storeKinds)('evidence on models on %s', (kind) => {
  let store: Store;
  let run: ReturnType<typeof commandLine>;
  const place = join(folder, kind);

  beforeAll(async () => {
    store = await openTestStore(kind);
    const bank = await fillTwoWeeks(store);
    const later = await weekLater(store, bank);
    const { db } = store;
    for (const [runId, asOf, features] of [
      [bank.runId, '2026-11-21', ['balance', 'tenure_months']],
      [later, '2026-11-28', ['balance', 'age']],
    ] as const) {
      const made = await db
        .insert(models)
        .values(
          (
            [
              ['churn', 'logistic', churnCard([...features])],
              ['clv', 'contribution × survival', valueCard],
              ['segments', 'k-means', segmentsCard],
            ] as const
          ).map(([of, method, card]) => ({
            kind: of,
            method,
            trainedAt: now(),
            asOf,
            champion: runId === later,
            card,
          })),
        )
        .returning({ id: models.id, kind: models.kind });
      await db
        .update(valuationRuns)
        .set({
          models: Object.fromEntries(made.map((each) => [each.kind, each.id])),
          parameters: {
            ...config,
            churn: { ...config.churn, horizonMonths: runId === later ? 3 : 6, atRisk: 0.3 },
            languageModel: { url: 'https://secret.example', model: 'x' },
          },
        })
        .where(eq(valuationRuns.id, runId));
    }
    const [batch] = await db
      .insert(ingestBatches)
      .values({
        mapping: 'standard',
        status: 'done',
        startedAt: now(),
        finishedAt: now(),
        counts: { 'customers.csv': { read: 1200, stored: 1190, unchanged: 3, rejected: 7 } },
      })
      .returning({ id: ingestBatches.id });
    await db.insert(ingestRejects).values({
      batchId: batch?.id ?? 0,
      mapping: 'standard',
      file: 'customers.csv',
      line: 7,
      column: 'birthDate',
      value: 'Surname of a reject',
      reason: 'not-a-date',
    });
    await db.insert(riskOverrides).values({
      customerId: bank.customerId('c20'),
      managerId: bank.person('eva').managerId,
      at: now(),
      reason: 'knows-them',
      asOf: '2026-11-28',
      probability: 0.6,
      until: '2027-02-28',
    });
    run = commandLine(store, { now, cwd: folder });
    for (const of of evidenceKinds)
      for (const locale of ['en', 'zh'])
        expect(
          await run(
            'model',
            'evidence',
            of,
            '--out',
            place,
            '--locale',
            locale,
            '--key-file',
            privateKey,
          ),
        ).toMatchObject({ code: 0, err: '' });
  });
  afterAll(() => store.close());

  it.each(evidenceKinds)(
    'on %s has every section in both languages, and says what is not known',
    (of) => {
      const [english, chinese] = (['en', 'zh'] as const).map((locale) =>
        read(textOf(of, place, locale)),
      );
      for (const each of [english, chinese]) {
        expect(each?.sections.map(({ id }) => id)).toEqual(sectionIds);
        for (const { id, paragraphs, facts, tables } of each?.sections ?? [])
          expect(paragraphs.length + facts.length + tables.length, id).toBeGreaterThan(0);
      }
      if (english === undefined || chinese === undefined) throw new Error('Nothing was written.');
      const open = english.sections.flatMap(({ unknown }) => unknown);
      expect(open.length).toBeGreaterThan(10);
      const [gathered] = sectionOf(english, 'unknown').tables;
      expect(gathered?.rows.map((row) => row[1])).toEqual(expect.arrayContaining(open));
      const page = textOf(of, place, 'zh', 'html');
      expect(page).toContain('<html lang="zh">');
      for (const { title } of chinese.sections) {
        expect(title).toMatch(/\p{Script=Han}/u);
        expect(page).toContain(title);
      }
      const written = textOf(of, place, 'en', 'html').replaceAll('&#39;', "'");
      for (const text of open) expect(written.split(text).length, text).toBe(3);
      expect(page).not.toMatch(/<script|https?:|src=/);
      expect(english.intro.join(' ')).toMatch(/SR 26-2.*does not claim/);
    },
  );

  it('shows no customer, no secret and no figure of few', () => {
    for (const of of evidenceKinds)
      for (const ending of ['json', 'html']) {
        const text = textOf(of, place, 'en', ending);
        expect(text).not.toMatch(/Surname|"c\d+"|>c\d+<|Eva|secret\.example|777,?777/);
      }
    const churn = read(textOf('churn', place));
    const [groups] = sectionOf(churn, 'fairness').tables;
    // Four of unknown age: they, and the smallest group they could be worked out with, are left out.
    expect(groups?.rows.map(([name]) => name)).toEqual(['Women', 'Not women', 'Under 30']);
    expect(sectionOf(churn, 'fairness').paragraphs.join(' ')).toContain(
      '2 groups of fewer than 10',
    );
    expect(churn.model.card).toMatchObject({
      groups: [{ attribute: 'sex' }, { attribute: 'age', groups: [{ group: '-29' }] }],
    });
    const [bins] = sectionOf(churn, 'performance').tables;
    expect(bins?.rows).toHaveLength(1);
    expect(sectionOf(churn, 'overrides').facts.map(({ value }) => value)).toEqual([
      'fewer than 10',
      'fewer than 10',
      'of fewer than 10 customers so far whose outcome is known',
    ]);
    expect(churn.model.card).toMatchObject({ overrides: null });
    const value = sectionOf(read(textOf('clv', place)), 'performance');
    expect(value.tables[0]?.rows).toHaveLength(8);
  });

  it('takes its figures from where chat does', async () => {
    const { out } = await run('model', 'show', 'churn', '--json');
    const shape = z.object({
      reply: z.looseObject({ facts: z.array(z.object({ label: z.string(), value: z.string() })) }),
    });
    const { facts } = shape.parse(JSON.parse(out)).reply;
    const told = read(textOf('churn', place)).sections.flatMap((each) => each.facts);
    expect(told).toEqual(expect.arrayContaining(facts));
    const churn = read(textOf('churn', place));
    expect(sectionOf(churn, 'lineage').tables[0]?.rows).toEqual([
      [expect.any(String), 'standard', 'done', expect.any(String), '1,200', '1,190', '3', '7'],
    ]);
    expect(sectionOf(churn, 'lineage').tables.at(-1)?.rows).toContainEqual([
      'age',
      expect.any(String),
      'customers',
    ]);
    expect(sectionOf(churn, 'materiality').facts[0]).toEqual({ label: 'Customers', value: '58' });
  });

  it('tells what changed since the run before, and since evidence written before', async () => {
    const changes = sectionOf(read(textOf('churn', place)), 'changes');
    expect(changes.paragraphs.join(' ')).toMatch(
      /run before, as of 21 November 2026.*New features: Age\. .*no longer used: Time with the bank/,
    );
    expect(changes.tables.at(-1)?.rows).toEqual([['churn.horizonMonths', '6', '3']]);
    const since = join(place, 'evidence-churn-2026-11-28-en.json');
    const out = join(folder, `${kind}-since`, 'named.html');
    expect(await run('model', 'evidence', 'churn', '--out', out, '--since', since)).toMatchObject({
      code: 0,
      out: expect.stringContaining('not signed'),
    });
    const again = read(readFileSync(out.replace('.html', '.json'), 'utf8'));
    const hash = createHash('sha256').update(readFileSync(since)).digest('hex');
    expect(again.facts).toContainEqual({
      label: 'Compared with',
      value: expect.stringMatching(new RegExp(`${hash}; no signature`)),
    });
    const forged = join(folder, `${kind}-forged`);
    cpSync(place, forged, { recursive: true });
    const changed = join(forged, 'evidence-churn-2026-11-28-en.json');
    writeFileSync(changed, readFileSync(changed, 'utf8').replace('Bellwether', 'Bellwhether'));
    const to = join(folder, `${kind}-since-forged`);
    expect(await run('model', 'evidence', 'churn', '--out', to, '--since', changed)).toMatchObject({
      code: 1,
      err: expect.stringContaining('Changed'),
    });
    expect(sectionOf(again, 'changes').paragraphs).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/evidence of 28 November 2026, written on/),
        'No figure has changed.',
        'No setting has changed.',
      ]),
    );
    expect(await run('model', 'evidence', 'clv', '--out', out, '--since', since)).toMatchObject({
      code: 1,
      err: expect.stringContaining('not the JSON of evidence on the clv model'),
    });
  });

  it('replaces nothing unless told to, and leaves no half of a bundle', async () => {
    const words = ['model', 'evidence', 'clv', '--out', place, '--key-file', privateKey];
    const before = textOf('clv', place, 'en', 'html');
    expect(await run(...words)).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringContaining('is there already'),
    });
    expect(textOf('clv', place, 'en', 'html')).toBe(before);
    expect((await run(...words, '--force')).code).toBe(0);
    expect(readdirSync(place).filter((name) => name.endsWith('.part'))).toEqual([]);
    expect(statSync(join(place, 'evidence-clv-2026-11-28-en.html')).mode & 0o777).toBe(0o600);
    const file = join(folder, 'evidence.pub');
    expect(await run('model', 'evidence', 'clv', '--out', join(file, 'in'))).toMatchObject({
      code: 1,
      err: expect.stringContaining('could not be written'),
    });
  });

  if (kind === 'pglite') {
    const bundle = async (name: string, ...words: string[]) => {
      const out = join(folder, name, 'e.html');
      expect(
        await run(
          'model',
          'evidence',
          'segments',
          '--out',
          out,
          '--key-file',
          privateKey,
          ...words,
        ),
      ).toMatchObject({ code: 0 });
      return out.replace('.html', '');
    };
    const verify = (path: string, ...words: string[]) =>
      run('model', 'verify-evidence', path, ...words);

    it('is checked byte by byte, by itself and by the tools of others', async () => {
      const stem = await bundle('whole');
      for (const ending of ['html', 'json', 'sha256', 'sig'])
        expect(await verify(`${stem}.${ending}`, '--key', publicKey)).toMatchObject({
          code: 0,
          out: expect.stringContaining('wrote exactly these bytes'),
        });
      expect((await verify(`${stem}.html`)).out).toContain('was not checked');
      const { out } = await verify(`${stem}.json`, '--key', publicKey, '--json');
      expect(JSON.parse(out)).toMatchObject({
        signatureChecked: true,
        signedBy: expect.any(String),
      });
      execFileSync('sha256sum', ['-c', 'e.sha256'], { cwd: join(folder, 'whole') });
      const held = commandLine(store, {
        now,
        cwd: folder,
        variables: { EVIDENCE_KEY_FILE: privateKey },
      });
      expect((await held('model', 'verify-evidence', `${stem}.html`)).out).toContain(
        'exactly these',
      );
    });

    it.each([
      ['the document', 'html', 'e.html is not what e.sha256 says'],
      ['the JSON', 'json', 'e.json is not what e.sha256 says'],
      ['the checksums', 'sha256', 'e.sha256 is not the list of these two files'],
      ['the signature', 'sig', 'e.sig is not the signature of e.sha256 by this key'],
    ])('finds that a byte of %s was changed', async (_, ending, found) => {
      const stem = await bundle(`changed-${ending}`);
      const bytes = readFileSync(`${stem}.${ending}`);
      // The last byte but one: within the last line of a text, and within the signature.
      const at = bytes.length - 2;
      bytes[at] = (bytes[at] ?? 0) ^ 1;
      writeFileSync(`${stem}.${ending}`, bytes);
      expect(await verify(`${stem}.json`, '--key', publicKey)).toMatchObject({
        code: 1,
        out: '',
        err: expect.stringContaining(found),
      });
    });

    it('finds another key, a lost signature, and checksums made anew', async () => {
      const stem = await bundle('other');
      const other = join(folder, 'other.pub');
      writeFileSync(
        other,
        generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'pem' }),
      );
      expect((await verify(`${stem}.html`, '--key', other)).err).toContain('Another key');
      const json = readFileSync(`${stem}.json`, 'utf8').replace('0.42', '0.99');
      writeFileSync(`${stem}.json`, json);
      const made = execFileSync('sha256sum', ['e.json', 'e.html'], { cwd: join(folder, 'other') });
      writeFileSync(`${stem}.sha256`, made);
      expect((await verify(`${stem}.html`, '--key', publicKey)).err).toContain('does not name');
      rmSync(`${(await bundle('lost')).replace(/$/, '.sig')}`);
      expect((await verify(join(folder, 'lost', 'e.html'))).err).toContain('e.sig cannot be read');
      expect(await verify(privateKey)).toMatchObject({
        code: 1,
        err: expect.stringContaining('no file of a bundle'),
      });
    });

    it('is compared with earlier evidence by whose key it is said to be signed', async () => {
      const since = `${await bundle('earlier')}.json`;
      const other = generateKeyPairSync('ed25519');
      const [otherPublic, otherPrivate] = [
        join(folder, 'since.pub'),
        join(folder, 'since.key'),
      ] as const;
      writeFileSync(otherPublic, other.publicKey.export({ type: 'spki', format: 'pem' }));
      writeFileSync(otherPrivate, other.privateKey.export({ type: 'pkcs8', format: 'pem' }));
      const compared = async (name: string, ...words: string[]) => {
        const out = join(folder, name, 'e.html');
        const made = await run(
          'model',
          'evidence',
          'segments',
          '--out',
          out,
          '--since',
          since,
          ...words,
        );
        return {
          ...made,
          facts:
            made.code === 0 ? read(readFileSync(out.replace('.html', '.json'), 'utf8')).facts : [],
        };
      };
      const checked = (value: string) =>
        expect.arrayContaining([{ label: 'Compared with', value: expect.stringContaining(value) }]);
      // One's own key, unless another is named; without any, nothing is checked.
      expect((await compared('by-own', '--key-file', privateKey)).facts).toEqual(
        checked('its signature was checked'),
      );
      expect((await compared('by-none')).facts).toEqual(checked('no signature of it was checked'));
      expect(
        (await compared('by-named', '--key-file', otherPrivate, '--since-key', publicKey)).facts,
      ).toEqual(checked('its signature was checked'));
      expect(await compared('by-another', '--since-key', otherPublic)).toMatchObject({
        code: 1,
        err: expect.stringContaining('Another key'),
      });
      expect(await compared('by-other-own', '--key-file', otherPrivate)).toMatchObject({
        code: 1,
        err: expect.stringContaining('Another key'),
      });
      writeFileSync(since.replace('.json', '.sig'), 'no signature');
      expect(await compared('by-forged', '--since-key', publicKey)).toMatchObject({
        code: 1,
        err: expect.stringContaining('is not the signature'),
      });
      expect(existsSync(join(folder, 'by-forged'))).toBe(false);
    });

    it('takes no key that is not one, and repeats nothing of it', async () => {
      const wrong = join(folder, 'wrong.key');
      writeFileSync(wrong, 'hush-hush');
      const words = ['model', 'evidence', 'churn', '--out', join(folder, 'none')];
      const { code, err } = await run(...words, '--key-file', wrong);
      expect({ code, err }).toEqual({
        code: 1,
        err: expect.stringMatching(/not a private key for Ed25519.*openssl genpkey/),
      });
      expect(err).not.toContain('hush');
      const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
      writeFileSync(wrong, rsa.export({ type: 'pkcs8', format: 'pem' }));
      expect((await run(...words, '--key-file', wrong)).code).toBe(1);
      expect((await run(...words, '--key-file', 'nowhere')).err).toContain('ENOENT');
      expect(existsSync(join(folder, 'none'))).toBe(false);
    });

    it(
      'has nothing that axe finds, on a phone and by night',
      needing(chromiumPath !== undefined, 'there is no Chromium'),
      async () => {
        const axe = readFileSync('node_modules/axe-core/axe.min.js', 'utf8');
        const findings = z.object({
          violations: z.array(
            z.object({ id: z.string(), nodes: z.array(z.object({ html: z.string() })) }),
          ),
        });
        const browser = await chromium.launch({
          executablePath: chromiumPath ?? '',
          args: ['--no-sandbox'],
        });
        try {
          for (const [of, locale, width, colorScheme] of [
            ['churn', 'en', 1200, 'light'],
            ['churn', 'zh', 390, 'dark'],
            ['segments', 'en', 390, 'light'],
          ] as const) {
            const context = await browser.newContext({
              viewport: { width, height: 900 },
              colorScheme,
            });
            const page = await context.newPage();
            const path = join(place, `evidence-${of}-2026-11-28-${locale}.html`);
            await page.goto(pathToFileURL(path).href);
            // By the protocol: the page itself lets no script in.
            await page.evaluate(axe);
            const { violations } = findings.parse(await page.evaluate('axe.run()'));
            expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
            expect(await page.evaluate('document.documentElement.scrollWidth > innerWidth')).toBe(
              false,
            );
            if (process.env.SCREENSHOTS !== undefined)
              await page.screenshot({
                path: `${process.env.SCREENSHOTS}/evidence-${of}-${locale}-${width}.png`,
                fullPage: true,
              });
            await context.close();
          }
        } finally {
          await browser.close();
        }
      },
    );
  }

  it('is not written where there is no model', async () => {
    await store.db.delete(models).where(eq(models.kind, 'churn'));
    const { code, err } = await run('model', 'evidence', 'churn', '--out', join(folder, 'no'));
    expect({ code, err }).toEqual({ code: 1, err: expect.stringMatching(/\S/) });
    expect(existsSync(join(folder, 'no'))).toBe(false);
  });
});
