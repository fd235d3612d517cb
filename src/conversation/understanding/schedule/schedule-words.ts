import { formatsOf } from '../../../language/catalogs.ts';
import type { Locale } from '../../../language/locale.ts';
import type { Schedule } from './schedule.ts';

const englishDays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const chineseDays = ['周日', '周一', '周二', '周三', '周四', '周五', '周六'];

/** A schedule in words: "every weekday at 08:30 (Europe/Prague)", 每个工作日 08:30（Europe/Prague）. */
export function scheduleInWords({ cron, timezone }: Schedule, locale: Locale): string {
  const [minute = '', hour = '', dayOfMonth = '', , dayOfWeek = ''] = cron.split(' ');
  const time = `${hour.padStart(2, '0')}:${minute.padStart(2, '0')}`;
  const days = daysInWords(dayOfMonth, dayOfWeek, locale);
  return locale === 'zh' ? `${days} ${time}（${timezone}）` : `${days} at ${time} (${timezone})`;
}

function daysInWords(dayOfMonth: string, dayOfWeek: string, locale: Locale): string {
  const zh = locale === 'zh';
  if (dayOfMonth !== '*')
    return zh ? `每月 ${dayOfMonth} 日` : `on day ${dayOfMonth} of each month`;
  if (dayOfWeek === '*') return zh ? '每天' : 'every day';
  if (dayOfWeek === '1-5') return zh ? '每个工作日' : 'every weekday';
  const names = dayOfWeek
    .split(',')
    .map((day) => (zh ? chineseDays : englishDays)[Number(day)] ?? day);
  return zh
    ? `每${names.join('、')}`
    : `every ${new Intl.ListFormat(formatsOf('en'), { type: 'conjunction' }).format(names)}`;
}
