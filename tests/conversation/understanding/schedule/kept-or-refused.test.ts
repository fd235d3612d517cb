import { CronExpressionParser } from 'cron-parser';
import { describe, expect, it } from 'vitest';
import { schedule as keptSchedule } from '../../../../src/conversation/understanding/schedule/schedule.ts';
import { scheduleRule } from '../../../../src/store/digests/schedule-rule.ts';
import { linesOf, read } from '../said.ts';

/** The first hundred times of a cron expression: two that say the same in other ways have the same. */
const timesOf = (cron: string) => {
  const currentDate = new Date('2026-01-01T00:00:00Z');
  return CronExpressionParser.parse(cron, { currentDate, tz: 'UTC' })
    .take(100)
    .map((each) => each.toISOString());
};

/** What a line was taken for: a cron expression, or refused. */
function outcome(line: string): string {
  const { intent, entities, error, asks } = read(line);
  // Not understood, or the other day's list: whoever asked is not told that a digest is set up.
  if (intent !== 'digest.add' || error !== undefined)
    return intent === 'unknown' || asks.length > 0 || error ? 'refused' : intent;
  const { schedule } = entities;
  const kept = keptSchedule.safeParse(schedule).data;
  if (kept === undefined) return 'refused';
  const { cron, rule } = kept;
  return rule === undefined ? cron : `${cron} ${JSON.stringify(rule)}`;
}

/** What a cron expression and a rule come to: the same in whichever way the days of the week are listed. */
function meant(outcome: string) {
  const [, cron = '', rule = '{}'] = /^([^{]+?)(?: ({.*}))?$/.exec(outcome) ?? [];
  return { times: timesOf(cron), rule: scheduleRule.parse(JSON.parse(rule)) };
}

describe.each([
  { file: 'schedules.en.txt', ask: (when: string) => `send me the at-risk customers ${when}` },
  {
    file: 'schedules.en.txt',
    ask: (when: string) => `/value digest add at-risk customers ${when}`,
  },
  { file: 'schedules.zh.txt', ask: (when: string) => `${when}把有流失风险的客户发给我` },
  { file: 'schedules.zh.txt', ask: (when: string) => `/value 订阅 ${when}` },
])('a schedule of $file is kept as it was said, or refused', ({ file, ask }) => {
  it.each(linesOf(`said/${file}`).map((line) => line.split(' => ')))(
    '%s',
    (when = '', rights = '') => {
      const got = outcome(ask(when));
      const right = rights.split(' | ');
      if (got === 'refused') expect(right).toContain('refused');
      else expect(right.filter((each) => each !== 'refused').map(meant)).toContainEqual(meant(got));
    },
  );
});

describe('a schedule that cannot be kept', () => {
  it.each([
    ['send me the at-risk customers every other month on the 1st at 9', 'other month'],
    ['send me the at-risk customers on the 31st of every month at 9', 'every month'],
    ['send me at-risk customers every 15 minutes', 'every 15 minutes'],
    ['每隔一天9点给我发流失风险名单', '每隔一天'],
  ])('is named: %s', (line, unkept) => {
    expect(read(line)).toMatchObject({ intent: 'digest.add', entities: { schedule: { unkept } } });
  });

  it.each([
    'send me who may leave within the next 6 months every Monday at 9',
    'remind me every Tuesday at 9 who is at risk',
    'please send me the at-risk list this way: every Monday at 8',
    'a daily digest on weekdays at 8',
    'a weekly email on Mondays with the customers about to leave',
    'every Monday and every Thursday at 8 send me at-risk customers',
    '以后每周一9点把未来三个月可能流失的客户发给我',
    '开始每天8点给我发流失名单',
  ])('is not seen in: %s', (line) => {
    expect(read(line)).toMatchObject({
      intent: 'digest.add',
      entities: { schedule: { timezone: 'Europe/Prague' } },
    });
  });
});
