import { CronExpressionParser } from 'cron-parser';
import { describe, expect, it } from 'vitest';
import { readSchedule } from '../../../../src/conversation/understanding/schedule/read-schedule.ts';
import { scheduleInWords } from '../../../../src/conversation/wording/schedule-words.ts';
import { normalise } from '../../../../src/language/fold.ts';

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
