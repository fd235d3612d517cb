import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { slashForm } from '../../../src/conversation/arguments/grammar.ts';
import { describeCommands } from '../../../src/conversation/describe-commands.ts';
import { commandWord } from '../../../src/conversation/phrases.ts';
import { commands } from '../../../src/conversation/registry.ts';
import { loadRecogniser } from '../../../src/conversation/understanding/load-recogniser.ts';
import { readLine } from '../../../src/conversation/understanding/read-line.ts';
import { isMessageKey } from '../../../src/language/messages.ts';

const recognise = loadRecogniser(commands);
const read = (text: string) =>
  readLine(text, {
    commands,
    recognise,
    names: { branches: [], segments: [], managers: [] },
    timezone: 'Europe/Prague',
  });

const text = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 60 })
  .map((each) => each.trim())
  .filter((each) => each !== '');
const ids = fc.oneof(
  text,
  fc.stringMatching(/^[A-Z]{0,3}[ /#.-]?\d{1,5}$/).map((each) => each.trim()),
  fc.constantFrom('AB 12', '客户7', '#12', '１２', 'CZ/2019/44', 'top10', 'balance', '12.', 'a"b'),
);
const names = fc
  .stringMatching(/^[A-Za-zÁ-ž一-龥][A-Za-zÁ-ž一-龥 ,'-]{0,30}$/)
  .map((each) => each.trim());

/** What an argument may be told, by its kind. */
const entitiesOf: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  customer: ids,
  customers: fc.uniqueArray(ids, { minLength: 2, maxLength: 5 }),
  branch: names,
  segment: names,
  manager: fc.oneof(names, fc.constant('me')),
  tier: fc.constantFrom('high', 'medium', 'low'),
  segmentation: names,
  count: fc.integer({ min: 1, max: 50 }),
  months: fc.integer({ min: 1, max: 120 }),
  monthsAhead: fc.integer({ min: 1, max: 60 }),
  until: fc.constantFrom('12-25', '01-01', '02-29'),
  digest: fc.integer({ min: 1, max: 9999 }),
  campaign: names,
  assumptions: fc.record(
    {
      retention: fc.integer({ min: 0, max: 100 }).map((percent) => percent / 100),
      margin: fc.integer({ min: -90, max: 90 }).map((percent) => percent / 100),
      horizon: fc.integer({ min: 1, max: 120 }),
      discount: fc.integer({ min: 0, max: 30 }).map((percent) => percent / 100),
    },
    { requiredKeys: ['margin'] },
  ),
  campaignTerms: fc.record(
    {
      share: fc.integer({ min: 1, max: 90 }).map((percent) => percent / 100),
      days: fc.integer({ min: 7, max: 730 }),
      outcome: fc.constantFrom('retention', 'conversion', 'contribution'),
      product: fc.constantFrom('mortgage', 'current-account'),
      effect: fc.integer({ min: 1, max: 99 }),
      looks: fc.integer({ min: 1, max: 5 }),
      atRisk: fc.constant(true),
      draw: fc.integer({ min: 1, max: 9999 }),
    },
    { requiredKeys: ['days'] },
  ),
  campaignName: names,
  tag: names,
  contact: fc.constantFrom('called', 'met', 'emailed', 'visited', 'calledMe', 'visitedMe'),
  note: text,
  day: fc.constantFrom('2026-12-04', '--12-04', '---15', '+3d', '+2w', 'fri', 'next-mon', 'eom'),
  dayBehind: fc.constantFrom('2026-06-04', '--06-04', '---15', '-3d', '-2w', 'fri', 'last-mon'),
  number: fc.integer({ min: 1, max: 9999 }),
  place: fc.integer({ min: 1, max: 99_999 }),
  features: fc.dictionary(
    fc.constantFrom('balance', 'products', 'complaints'),
    fc.integer({ min: 0, max: 99 }),
    { minKeys: 1 },
  ),
  product: fc.constantFrom('mortgage', 'current-account', 'loan', 'card', 'standing-order'),
  stage: fc.constantFrom('lead', 'qualified', 'proposal', 'negotiation', 'won', 'lost'),
  amount: fc.oneof(
    fc.integer({ min: 1, max: 1e9 }),
    fc.integer({ min: 1, max: 1e7 }).map((cents) => cents / 100),
    fc.constantFrom('200000 EUR', '1500 $', '12.5 GBP'),
  ),
  closing: fc.constantFrom('2026-12-04', '--03-31', '+3m', 'fri', 'next-mon', 'eom', 'eoq'),
  topic: fc.constantFrom('why', 'top', 'customer'),
};

const asked = commands.filter(
  ({ intent }) => !['unknown', 'digest.add', 'digest.edit'].includes(intent),
);

describe.each(asked)('the slash form of $intent', (command) => {
  const schema = command.arguments;
  const said = fc.record(
    Object.fromEntries(
      Object.entries(schema).flatMap(([name, { kind, usage, schema: shape }]) => {
        if (usage === '') return [];
        const entity =
          kind.name === 'choice'
            ? fc.constantFrom(...usage.replace(/^\[(?:by )?|\]$/g, '').split('|'))
            : entitiesOf[kind.name];
        if (entity === undefined) throw new Error(`No entity of the kind ${kind.name} is tried.`);
        return [[name, entity.filter((each) => shape.safeParse(each).success)]];
      }),
    ),
    {
      requiredKeys: Object.entries(schema).flatMap(([name, { required }]) =>
        required ? [name] : [],
      ),
    },
  );

  it('is read back as what it was made of, as a button sends it and as somebody types it', () => {
    fc.assert(
      fc.property(said, (entities) => {
        const { model, by, ...others } = entities;
        // A way to cut the bank stands behind “segments” alone.
        const possible = command.intent === 'model.card' && model !== 'segments';
        const told = possible ? { ...others, ...(model === undefined ? {} : { model }) } : entities;
        const form = slashForm(commandWord(command), schema, told);
        // Of a number of months and a day, the months count.
        const { until, ...inMonths } = told;
        const written = 'horizonMonths' in told ? inMonths : told;
        for (const line of [`/value ${form}`, `value ${form}`, String(form)])
          expect(read(line)).toMatchObject({ intent: command.intent, entities: written });
      }),
      { numRuns: 60 },
    );
  });

  it('is not made where something is missing', () => {
    const needed = Object.values(schema).some(({ required }) => required);
    expect(slashForm(commandWord(command), schema, {}) === undefined).toBe(needed);
  });
});

describe('a slash form whose day stands before its note', () => {
  const byDay = fc.constantFrom('due=2026-12-26', 'due=fri', 'due=tomorrow', 'due: 2026-12-26');
  it('loses neither', () => {
    fc.assert(
      fc.property(byDay, text, (due, note) => {
        const inMarks = `"${note.replaceAll('"', '""')}"`;
        for (const line of [`remind 1042 ${due} ${inMarks}`, `remind 1042 ${inMarks} ${due}`])
          expect(read(line)).toMatchObject({
            intent: 'customer.remind',
            entities: { customer: '1042', due: expect.any(String), note },
          });
      }),
      { numRuns: 60 },
    );
    expect(read('remind 1042 due=2026-12-26 buy gold')).toMatchObject({
      entities: { due: '2026-12-26', note: 'buy gold' },
    });
  });
});

it('that says how long in two ways is refused', () => {
  for (const line of [
    '/value forecast book months=9 until=12-31',
    '/value forecast 1042 until=12-25 months=3',
    '/value at-risk months=6 until=12-31',
  ]) {
    const { error } = read(line);
    expect(error?.message).toBe(
      '“months=” and “until=” say the same thing in two ways; please give one of them.',
    );
  }
});

it('begins with words that no other command has', () => {
  const owners = new Map<string, string[]>();
  for (const { name, phrases } of commands)
    for (const word of new Set([...phrases.values()].flatMap(({ words }) => words)))
      owners.set(word, [...(owners.get(word) ?? []), name]);
  expect([...owners].filter(([, names]) => names.length > 1)).toEqual([]);
});

describe('the description of a command', () => {
  it.each(describeCommands())('$intent says what it takes', (command) => {
    expect(Object.keys(command.schema.properties ?? {})).toEqual(
      command.arguments.map(({ name }) => name),
    );
    expect(command.schema.required ?? []).toEqual(
      command.arguments.flatMap(({ name, required }) => (required ? [name] : [])),
    );
    for (const { description } of command.arguments) expect(isMessageKey(description)).toBe(true);
    expect(() => JSON.stringify(command.schema)).not.toThrow();
  });
});
