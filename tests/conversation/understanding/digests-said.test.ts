import { describe, expect, it } from 'vitest';
import { changedSchedule } from '../../../src/conversation/schedules/changed-schedule.ts';
import { schedule } from '../../../src/conversation/understanding/schedule/schedule.ts';
import { weekSpan } from '../../../src/language/cron-fields.ts';
import { linesOf, read } from './said.ts';

/** What is meant, as a file says it. */
function meant(expected: string) {
  const [, intent = '', rest = '', before = '30 8 * * 1-5'] =
    /^(\S+)(?: (.*?))??(?: from (.+))?$/.exec(expected) ?? [];
  const [, cron, rule = '{}'] =
    /^([\d,]+ [\d,]+ [\dL,*]+ [\d,*]+ [\dL#,*-]+)(?: (\{.*\}))?/.exec(rest) ?? [];
  const entities = [...rest.matchAll(/([a-zA-Z]\w*)=(.*?)(?= [a-zA-Z]\w*=|$)/g)].map(
    ([, name = '', value = '']) => [name, value] as const,
  );
  return { intent, cron, rule, before, entities };
}

/** A cron expression with its days of the week one by one. */
function spread(cron: string): string {
  const fields = cron.split(' ');
  const [, first, last] = /^([0-6])-([0-6])$/.exec(fields.at(-1) ?? '') ?? [];
  if (first === undefined || last === undefined) return cron;
  return [...fields.slice(0, -1), weekSpan(Number(first), Number(last)).join()].join(' ');
}

/** When a digest comes as a line has it: of a change, when it comes then. */
function comes(text: string, before: string): string | undefined {
  const { intent, entities } = read(text);
  const said = schedule.safeParse(entities.schedule).data;
  if (said === undefined) return undefined;
  const then =
    intent === 'digest.edit'
      ? changedSchedule({ cron: before, timezone: 'Europe/Prague' }, said)
      : said;
  return `${spread(then.cron)} ${JSON.stringify(then.rule ?? {})}`;
}

describe.each(['en', 'zh'])('sentences about digests in %s', (language) => {
  const lines = linesOf(`said/digests.${language}.txt`).map((line) => {
    const [text = '', expected = ''] = line.split(' => ');
    return { text, ...meant(expected) };
  });

  it('are understood, and remove nothing unless they say so', () => {
    const wrong = lines.filter(({ text, intent }) => read(text).intent !== intent);
    expect(lines.length).toBeGreaterThanOrEqual(95);
    expect(wrong.length / lines.length, wrong.map(({ text }) => text).join('\n')).toBeLessThan(
      0.05,
    );
    const removed = wrong.filter(({ text }) => read(text).intent === 'digest.remove');
    expect(removed).toEqual([]);
  });

  it('say when it is to come', () => {
    const timed = lines.filter(({ cron }) => cron !== undefined);
    const wrong = timed.filter(
      ({ text, cron = '', rule, before }) => comes(text, before) !== `${spread(cron)} ${rule}`,
    );
    expect(timed.length).toBeGreaterThan(50);
    expect(wrong.length / timed.length, wrong.map(({ text }) => text).join('\n')).toBeLessThan(
      0.05,
    );
  });

  it('say of what, of whom and how it is to be', () => {
    const wrong = lines.flatMap(({ text, entities }) =>
      entities
        .filter(
          ([name, value]) =>
            String(read(text).entities[name]).toLowerCase() !== value.toLowerCase(),
        )
        .map(([name]) => `${text}: ${name}`),
    );
    expect(wrong.length / lines.length, wrong.join('\n')).toBeLessThan(0.05);
  });
});
