import { CronExpressionParser } from 'cron-parser';
import { describe, expect, it } from 'vitest';
import { readSchedule } from '../../../../src/conversation/understanding/schedule/read-schedule.ts';
import { scheduleInWords } from '../../../../src/conversation/wording/schedule-words.ts';
import { normalise } from '../../../../src/language/fold.ts';
import type { ScheduleRule } from '../../../../src/store/digests/schedule-rule.ts';

describe('a schedule in words', () => {
  it.each<[string, string]>([
    ['every weekday at 8:30', '30 8 * * 1-5'],
    ['every working day 8:30', '30 8 * * 1-5'],
    ['weekdays at 8.30am', '30 8 * * 1-5'],
    ['Monday to Friday at 17:45', '45 17 * * 1-5'],
    ['Mon-Fri 9am', '0 9 * * 1-5'],
    ['daily at 7am', '0 7 * * *'],
    ['every day at noon', '0 12 * * *'],
    ['every morning', '0 8 * * *'],
    ['every morning at 7', '0 7 * * *'],
    ['every evening at 6', '0 18 * * *'],
    ['every Monday 9:00', '0 9 * * 1'],
    ['on Mondays and Thursdays at 10:15', '15 10 * * 1,4'],
    ['every Tuesday, Wednesday and Friday at 8', '0 8 * * 2,3,5'],
    ['each Sunday at 12 am', '0 0 * * 0'],
    ['weekly on Monday at 8:00', '0 8 * * 1'],
    ['at half past 8 every weekday', '30 8 * * 1-5'],
    ['at quarter to 9 every day', '45 8 * * *'],
    ["every day at 5 o'clock", '0 5 * * *'],
    ['every weekend at 10', '0 10 * * 0,6'],
    ['monthly on the 15th at 9:00', '0 9 15 * *'],
    ['at 8:30', '30 8 * * 1-5'],
    ['每个工作日8:30', '30 8 * * 1-5'],
    ['每个工作日８：３０', '30 8 * * 1-5'],
    ['工作日8点半', '30 8 * * 1-5'],
    ['周一到周五上午九点', '0 9 * * 1-5'],
    ['每天早上七点半', '30 7 * * *'],
    ['每天下午3点一刻', '15 15 * * *'],
    ['每晚八点', '0 20 * * *'],
    ['每周一9点', '0 9 * * 1'],
    ['每周二和周四8:15', '15 8 * * 2,4'],
    ['每星期三、五 10:05', '5 10 * * 3,5'],
    ['每逢周日十二点二十分', '20 12 * * 0'],
    ['每月1号9点', '0 9 1 * *'],
    ['每天中午', '0 12 * * *'],
  ])('%s is %s', (text, cron) => {
    expect(readSchedule(normalise(text))).toMatchObject({ cron });
    CronExpressionParser.parse(cron);
  });

  it.each(['hello', 'customer 1042', 'at-risk customers', '流失名单', 'at 25:00'])(
    '“%s” has none',
    (text) => {
      expect(readSchedule(text)).toBeUndefined();
    },
  );

  it('may name its time zone', () => {
    expect(readSchedule('daily at 7am Europe/Prague')).toMatchObject({
      cron: '0 7 * * *',
      timezone: 'Europe/Prague',
      rest: '',
    });
    expect(readSchedule('daily at 7am UTC')).toMatchObject({ timezone: 'UTC' });
  });

  it('leaves the other words as they are', () => {
    expect(readSchedule('at-risk customers every weekday at 8:30')?.rest).toBe('at-risk customers');
  });

  it('may name its time zone by a city', () => {
    expect(readSchedule('daily at 8:45 Prague time')).toMatchObject({ timezone: 'Europe/Prague' });
    expect(readSchedule('at 8 New York time every Monday')).toMatchObject({
      timezone: 'America/New_York',
    });
    expect(readSchedule('每天北京时间9点')).toMatchObject({ timezone: 'Asia/Shanghai' });
    expect(readSchedule('daily at 8:45 Mars time')).toMatchObject({ unkept: 'Mars time' });
  });

  it.each<[string, ScheduleRule, string, string]>([
    [
      '0 8 * * 1,2,3,4,5,6',
      {},
      'every day except Sunday at 08:00 (UTC)',
      '除周日外每天08:00（UTC）',
    ],
    ['0 8 L * *', {}, 'on the last day of each month at 08:00 (UTC)', '每月最后一天08:00（UTC）'],
    [
      '0 9 L 3,6,9,12 *',
      {},
      'on the last day of each quarter at 09:00 (UTC)',
      '每季度最后一天09:00（UTC）',
    ],
    [
      '0 9 1 1,4,7,10 *',
      {},
      'on the first day of each quarter at 09:00 (UTC)',
      '每季度第一天09:00（UTC）',
    ],
    [
      '0 9 1,15 * *',
      {},
      'on days 1 and 15 of each month at 09:00 (UTC)',
      '每月1、15日09:00（UTC）',
    ],
    [
      '0 9 * * 5#1',
      {},
      'on the first Friday of each month at 09:00 (UTC)',
      '每月第一个周五09:00（UTC）',
    ],
    [
      '0 9 * * 5L',
      {},
      'on the last Friday of each month at 09:00 (UTC)',
      '每月最后一个周五09:00（UTC）',
    ],
    ['0 8,17 * * *', {}, 'every day at 08:00 and 17:00 (UTC)', '每天08:00、17:00（UTC）'],
    [
      '0 8 * * *',
      { times: ['08:00', '17:30'] },
      'every day at 08:00 and 17:30 (UTC)',
      '每天08:00、17:30（UTC）',
    ],
    [
      '0 8 * * 1-5',
      { only: 'workingDays' },
      'every working day at 08:00 (UTC)',
      '每个工作日08:00（UTC）',
    ],
    [
      '0 8 * * 1,2,3,4',
      { only: 'workingDays' },
      'every working day except Friday at 08:00 (UTC)',
      '除周五外每个工作日08:00（UTC）',
    ],
    [
      '0 8 * * *',
      { only: 'notHolidays' },
      'every day except holidays at 08:00 (UTC)',
      '每天（节假日除外）08:00（UTC）',
    ],
    [
      '0 8 * * *',
      { workingDay: 1 },
      'on the first working day of each month at 08:00 (UTC)',
      '每月第一个工作日08:00（UTC）',
    ],
    [
      '0 8 * * *',
      { workingDay: -1 },
      'on the last working day of each month at 08:00 (UTC)',
      '每月最后一个工作日08:00（UTC）',
    ],
    [
      '0 8 * * *',
      { workingDay: -3 },
      'on the third to last working day of each month at 08:00 (UTC)',
      '每月倒数第三个工作日08:00（UTC）',
    ],
    [
      '0 8 * 3,6,9,12 *',
      { workingDay: -1 },
      'on the last working day of each quarter at 08:00 (UTC)',
      '每季度最后一个工作日08:00（UTC）',
    ],
    [
      '0 9 * * 1',
      { weeks: { every: 2, from: '2026-12-07' } },
      'every 2 weeks on Monday at 09:00 (UTC), counted from 2026-12-07',
      '每2周的周一09:00（UTC），从2026-12-07那周起',
    ],
  ])('%s with %j is shown back in words that are read the same', (cron, rule, en, zh) => {
    const schedule = { cron, timezone: 'UTC', rule };
    expect(scheduleInWords(schedule, 'en')).toBe(en);
    expect(scheduleInWords(schedule, 'zh')).toBe(zh);
    for (const words of [en, zh])
      expect(readSchedule(normalise(words))).toMatchObject({
        cron,
        timezone: 'UTC',
        ...(Object.keys(rule).length === 0 ? {} : { rule }),
      });
  });

  it.each<[string, string, string]>([
    ['30 8 * * 1-5', 'every weekday at 08:30 (Europe/Prague)', '每个工作日08:30（Europe/Prague）'],
    ['0 7 * * *', 'every day at 07:00 (Europe/Prague)', '每天07:00（Europe/Prague）'],
    [
      '15 10 * * 1,4',
      'every Monday and Thursday at 10:15 (Europe/Prague)',
      '每周一、周四10:15（Europe/Prague）',
    ],
    [
      '0 9 15 * *',
      'on day 15 of each month at 09:00 (Europe/Prague)',
      '每月15日09:00（Europe/Prague）',
    ],
  ])('%s is shown back as %s', (cron, en, zh) => {
    expect(scheduleInWords({ cron, timezone: 'Europe/Prague' }, 'en')).toBe(en);
    expect(scheduleInWords({ cron, timezone: 'Europe/Prague' }, 'zh')).toBe(zh);
  });
});
