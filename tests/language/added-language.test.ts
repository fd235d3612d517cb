import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';

/** What the folders of a language hold: its facts, its reading, and sentences of one command. */
const files: Readonly<Record<string, string>> = {
  'language/cs/language.json': '{ "name": "Čeština", "formats": "cs-CZ", "script": "Latin" }',
  'language/cs/reading/reading.ts': `
    import { monthly, weekly } from '../../cron-fields.ts';
    import { defineReading } from '../../reading.ts';

    export default defineReading({
      vocabulary: {
        spaced: true,
        joiner: "'",
        concepts: new Map([
          ['worth', ['hodnota', 'cenný', 'přinese']],
          ['leave', ['odejde', 'odejít']],
          ['customer', ['klient', 'klienti', 'zákazník']],
        ]),
        fillers: ['jaká', 'je', 'kdo', 'jak', 'se', 'nám', 'prosím', 'brzy'],
      },
      numbersInDigits: (text) => text.replace(/\\btři\\b/gi, '3'),
      mentions: {
        sending: /\\bpošli/i,
        months: { pattern: /\\bza posledních? (\\d+) měsíc(?:e|ů)/i, read: ([, n]) => Number(n) },
        customer: { named: [/\\b(?:klient|zákazník)[aeu]? (\\d+)/i], shown: [] },
      },
      schedule: {
        days: {
          weekdays: { pattern: /každé pondělí(?!\\p{L})/iu, read: () => weekly([1]) },
          dayOfMonth: { pattern: /\\bkaždého (\\d{1,2})\\./i, read: ([, day]) => monthly(Number(day)) },
        },
        times: [],
        partsOfDay: { evening: /\\bvečer\\b/i },
        plainlyRecurring: /\\bkaždé/i,
        repeated: { weekdays: /\\btýdně\\b/i },
        unkept: [/\\bkromě\\b/i],
        neverKept: /\\bkaždou hodinu\\b/i,
      },
    });
  `,
  'conversation/commands/sentences/cs/customer-value.txt':
    '/klient\n\njaká je hodnota klienta 1042\njak je klient 1042 cenný\nkolik nám klient 1042 přinese\n',
  'conversation/commands/sentences/cs/ranking-at-risk.txt':
    '/odcházející\n\nkdo odejde\nkteří klienti chtějí odejít\nkdo brzy odejde\n',
  'conversation/commands/sentences/cs/digest-add.txt':
    '/odběr\n\nkaždé pondělí večer kdo odejde\nkaždého 5. ohrožené klienty\nposílej to týdně každé pondělí večer\n',
};

const script = `
  const { commands } = await import('./src/conversation/registry.ts');
  const { loadRecogniser } = await import('./src/conversation/understanding/load-recogniser.ts');
  const { readLine } = await import('./src/conversation/understanding/read-line.ts');
  const recognise = loadRecogniser(commands);
  const names = { branches: [], segments: [], managers: [] };
  const read = (line) => readLine(line, { commands, recognise, names, timezone: 'Europe/Prague' });
  console.log(JSON.stringify(JSON.parse(process.env.LINES).map(read)));
`;

const understood = z.array(
  z.object({
    intent: z.string(),
    entities: z.record(z.string(), z.unknown()),
    locale: z.string(),
  }),
);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bellwether-language-'));
  await cp('src', join(folder, 'src'), { recursive: true });
  await cp('package.json', join(folder, 'package.json'));
  await fewerSentences(join(folder, 'src/conversation/commands/sentences'));
  await oneConversationEach(
    join(folder, 'src/conversation/understanding/follow-up/learnt/conversations'),
  );
  await symlink(resolve('node_modules'), join(folder, 'node_modules'));
  for (const [name, text] of Object.entries(files)) {
    const file = join(folder, 'src', name);
    await mkdir(join(file, '..'), { recursive: true });
    await writeFile(file, text);
  }
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Some sentences of each command are enough to learn another language beside, and are learnt sooner. */
async function fewerSentences(sentences: string): Promise<void> {
  const files = await readdir(sentences, { recursive: true, withFileTypes: true });
  for (const { parentPath, name } of files.filter((each) => each.name.endsWith('.txt'))) {
    const file = join(parentPath, name);
    const lines = (await readFile(file, 'utf8')).split('\n');
    await writeFile(file, lines.slice(0, 120).join('\n'));
  }
}

/** What conversations begin with teaches sentences, too: one file of each language will do. */
async function oneConversationEach(conversations: string): Promise<void> {
  const others = (await readdir(conversations)).filter((name) => /-(?!a)\w\.txt$/.test(name));
  for (const name of others) await rm(join(conversations, name));
}

async function read(lines: readonly string[]) {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--input-type=module', '-e', script],
    { cwd: folder, env: { ...process.env, LINES: JSON.stringify(lines) } },
  );
  return understood.parse(JSON.parse(stdout));
}

describe('a language whose folders are added, and nothing else', { timeout: 120_000 }, () => {
  it('is read beside the others', async () => {
    expect(
      await read([
        'Jaká je hodnota klienta 1042, prosím?',
        'kdo brzy odejde?',
        'kdo brzy odejde každé pondělí večer',
        'klient 1042',
        'what is customer 1042 worth?',
        '客户1042值多少钱？',
      ]),
    ).toMatchObject([
      { intent: 'customer.value', entities: { customer: '1042' }, locale: 'cs' },
      { intent: 'ranking.atRisk', entities: {}, locale: 'cs' },
      {
        intent: 'digest.add',
        entities: { schedule: { cron: '0 18 * * 1', timezone: 'Europe/Prague' } },
        locale: 'cs',
      },
      { intent: 'customer.value', entities: { customer: '1042' }, locale: 'cs' },
      { intent: 'customer.value', entities: { customer: '1042' }, locale: 'en' },
      { intent: 'customer.value', entities: { customer: '1042' }, locale: 'zh' },
    ]);
  });
});
