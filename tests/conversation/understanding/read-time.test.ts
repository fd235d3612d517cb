import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commands } from '../../../src/conversation/registry.ts';
import { loadRecogniser } from '../../../src/conversation/understanding/load-recogniser.ts';
import { readLine } from '../../../src/conversation/understanding/read-line.ts';

const recognise = loadRecogniser(commands);
const names = {
  branches: [{ name: 'Hradec Kralove branch', aliases: ['赫拉德茨分行'] }],
  segments: [{ en: 'long-standing, debt-free savers', zh: '老客户、无负债' }],
  segmentations: [{ en: 'spending habits', zh: '消费习惯' }],
  managers: ['Jana Dvorakova'],
};
/** Of a bank with as many managers as a large one has. */
const manyNames = {
  ...names,
  managers: Array.from({ length: 400 }, (_, n) => `Šárka${n % 20} Kučerová${Math.floor(n / 20)}`),
};
/** Milliseconds of work from which a line may be slow, on a machine that has nothing else to do. */
const long = 50;
/** How often as long as ordinary lines a line may take: what grows faster than a line does takes many times that. */
const most = 8;

/** Milliseconds of work that a line takes, at best of some attempts: the engine may be busy with itself for a moment. */
function timeToRead(line: string, attempts: number, enough = 0, known = names): number {
  let best = Number.POSITIVE_INFINITY;
  for (let attempt = 0; attempt < attempts && best >= enough; attempt++) {
    const begun = process.threadCpuUsage();
    readLine(line, { commands, recognise, names: known, timezone: 'Europe/Prague' });
    const { user, system } = process.threadCpuUsage(begun);
    best = Math.min(best, (user + system) / 1000);
  }
  return best;
}

/** What people ask, one sentence after another, up to the longest line that is read. */
const ordinary = (['en', 'zh'] as const).map((locale) =>
  commands
    .flatMap(({ phrases }) => phrases.get(locale)?.sentences.slice(0, 2) ?? [])
    .join(' ')
    .slice(0, 500),
);

/** Whether a line takes longer than 50 ms, and where all work takes longer just now, many times what ordinary lines take. */
function isSlow(line: string, known = names): boolean {
  if (timeToRead(line, 3, long, known) < long) return false;
  const usual = Math.min(...ordinary.map((each) => timeToRead(each, 3)));
  return timeToRead(line, 5, 0, known) > Math.max(long, most * usual);
}

const times = (text: string, count: number) => text.repeat(count);

describe('a line that is made to be slow', () => {
  it.each([
    `利润${times('变成升到', 20)}x`,
    `利润${times('变成', 200)}`,
    `留存率${times('调整到', 100)}y`,
    `毛利率${times('降低到', 100)}%`,
    `折现率${times('能够只有', 90)}z`,
    times('利润提高', 120),
    times('利润提高5%', 80),
    `digest add ${times('发给', 200)}x`,
    `digest add ${times('发给我们', 100)} 每天8点`,
    `/value digest add every day at 8 ${times('churn leave leaver ', 25)}!`,
    `margin ${times('is a at ', 60)}`,
    `margin${times(' goes up', 60)} x`,
    `retention of ${times('1042-', 90)}`,
    `margin of ${times('a1-', 150)}%`,
    times('annual margin rate ', 25),
    `${times('with a ', 60)}5% `,
    times('5% ', 160),
    times('+5.5', 120),
    `tell me about ${times('the ', 110)}`,
    `tell me about ${times('segments groups ', 30)}?`,
    `who are the ${times('young busy ', 40)}savers?!?!`,
    `${times('please can you could you ', 20)}describe x`,
    `介绍一下${times('客户群体', 110)}。`,
    `${times('这类客户', 110)}的特点`,
    times('in Prague ', 50),
    `in ${times('Ostrava.', 60)}x`,
    `in the ${times('New Town ', 50)}`,
    `who may leave in the ${times('borrowers, ', 40)}segment`,
    `my${times(' a', 240)} customers`,
    `我的${times('客', 400)}`,
    times('every Monday and ', 30),
    times('Monday, Tuesday & ', 28),
    times('每周一、二、三、', 60),
    times('每月五号九点半', 70),
    times('8:30 am ', 60),
    times('3 ', 250),
    times('1042 ', 100),
    times('9', 500),
    times('1.', 250),
    times('C-1042-', 70),
    times('客户编号', 120),
    times('二百三十', 120),
    times('百分之', 160),
    times('前十', 250),
    times('"', 500),
    `${times('"', 499)}x`,
    times('" "', 160),
    times('=', 500),
    times('branch=', 70),
    times('branch="', 60),
    times('tier = ', 70),
    `top${times(' ', 480)}x`,
    `x${times('\t', 490)}`,
    times(' ?', 250),
    times('! ', 250),
    times('，、。', 160),
    `hello${times('!?', 240)}x`,
    `thanks${times('谢谢', 240)}`,
    times('before my meeting ', 28),
    `${times('开会', 240)}前`,
    times("what's ", 70),
    times('ﷺ', 500),
    times('👍🏽', 120),
    times('\u{1F468}\u200d', 160),
    times('ab', 50_000),
    times('变成升到margin is at 5% ', 20),
    times('利润 goes up 变成 ', 30),
  ])('is read as fast as any: %s', (line) => {
    expect(isSlow(line)).toBe(false);
  });

  it.each([
    `百分之${times('e\u0301', 240)}`,
    times('Kolik přinese příští rok Šárka Černá? ', 13),
    times('Šárka Kučerová ', 33),
  ])('is read as fast where a bank has hundreds of managers: %s', (line) => {
    // The engine learns a line by reading it: each attempt is another.
    const attempts = Array.from({ length: 3 }, (_, n) =>
      timeToRead(`${n}${line}`, 1, 0, manyNames),
    );
    expect(Math.min(...attempts) < long || !isSlow(line, manyNames)).toBe(true);
  });

  it('is read as fast as any, whatever words it repeats', () => {
    const said = commands.flatMap(({ phrases }) =>
      [...phrases.values()].flatMap(({ words, sentences }) => [...words, ...sentences]),
    );
    const words = new Set(
      said.flatMap((text) => [
        ...text.split(/[\s，。？、,?]+/).map((word) => word.slice(0, 12)),
        ...text.matchAll(/\p{Script=Han}{1,2}/gu).map(([characters]) => characters),
      ]),
    );
    const sign = fc.constantFrom('', ' ', '  ', ',', '、', '"', '=', '%', '-', '.', ':', '5', '三');
    const piece = fc.tuple(fc.constantFrom(...words), sign).map((parts) => parts.join(''));
    const line = fc
      .tuple(
        fc.array(piece, { maxLength: 3 }),
        fc.array(piece, { minLength: 1, maxLength: 4 }),
        fc.constantFrom('', ' ', '，'),
        fc.array(piece, { maxLength: 2 }),
      )
      .map(([before, repeated, between, after]) => {
        const one = `${repeated.join('')}${between}`;
        return [...before, times(one, Math.ceil(400 / Math.max(1, one.length))), ...after].join('');
      });
    fc.assert(
      fc.property(line, (each) => {
        expect(isSlow(each)).toBe(false);
      }),
      { numRuns: 400 },
    );
  }, 120_000);
});
