import { z } from 'zod';
import { folded } from '../../language/fold.ts';
import type { Format } from '../../language/format.ts';
import type { Localised } from '../../language/localised.ts';
import { nameIn } from '../../language/names.ts';
import { filterChoices, hasBook } from '../../store/rankings/filter-choices.ts';
import type { ListFilters } from '../../store/rankings/list-filters.ts';
import type { CommandContext } from '../command.ts';
import type { Reply } from '../reply.ts';
import { englishNumbersToDigits, readNumeral } from '../understanding/number-words.ts';
import { correct } from '../understanding/typos.ts';
import { tierName } from '../wording/customer-words.ts';
import { helpAction, plainReply } from '../wording/fallback-replies.ts';
import { segmentsCalled } from './segment-lookup.ts';

/** What every list may be held to. `manager` is a name or e-mail address, or `me`. */
export const filterArguments = {
  branch: z.string().optional(),
  segment: z.string().optional(),
  tier: z.string().optional(),
  manager: z.string().optional(),
};
type FilterArguments = z.infer<z.ZodObject<typeof filterArguments>>;

/** How filters are shown in a usage line. */
export const filterUsage = '[branch=NAME] [segment=NAME] [tier=high|medium|low] [manager=NAME]';

const keys: Readonly<Record<string, keyof FilterArguments>> = {
  branch: 'branch',
  分行: 'branch',
  segment: 'segment',
  客群: 'segment',
  tier: 'tier',
  层级: 'tier',
  manager: 'manager',
  客户经理: 'manager',
};
const tiers: Readonly<Record<string, 'high' | 'medium' | 'low'>> = {
  high: 'high',
  高: 'high',
  medium: 'medium',
  mid: 'medium',
  中: 'medium',
  low: 'low',
  低: 'low',
};

const keyWords = Object.keys(keys).join('|');
const quotedOrColon = new RegExp(`"[^"]*"|(?<![\\p{L}\\d])(${keyWords})\\s*:\\s*`, 'giu');
const keyAlone = new RegExp(`(?:^|\\s)(${keyWords})(?=\\s|$)`, 'iu');

/**
 * Takes `branch=…`, `segment=…`, `tier=…` and `manager=…` off a slash form. A value goes on to the next filter or the
 * end, or stands in quotation marks; commas may stand between filters, and a colon for the sign of equality.
 */
export function readFilters(
  rest: string,
): { before: string; entities: Record<string, string> } | { problem: Localised } {
  const [before = '', ...parts] = rest
    .replace(quotedOrColon, (said, key?: string) => (key === undefined ? said : `${key}=`))
    .split(/(?:^|[\s,;、]+)(?=[\p{L}]+\s?=)/u);
  const leading = /^[\p{L}]+\s?=/u.test(before);
  const entities: Record<string, string> = {};
  for (const part of leading ? [before, ...parts] : parts) {
    const [word = '', ...values] = part.split('=');
    const key = keys[word.trim().toLowerCase()];
    const value = values
      .join('=')
      .replace(/[\s,;、]+$/, '')
      .trim()
      .replace(/^"(.*)"$/, '$1')
      .trim();
    if (key === undefined) return { problem: noSuchFilter(word.trim()) };
    if (value === '') return { problem: needsValue(key) };
    if (key === 'tier' && tiers[value.toLowerCase()] === undefined)
      return {
        problem: { en: 'A tier is high, medium or low.', zh: '层级只能是 high、medium 或 low。' },
      };
    entities[key] = key === 'tier' ? (tiers[value.toLowerCase()] ?? value) : value;
  }
  const alone = leading
    ? undefined
    : keys[keyAlone.exec(before.replace(/"[^"]*"/g, ''))?.[1]?.toLowerCase() ?? ''];
  if (alone !== undefined) return { problem: needsValue(alone) };
  return { before: leading ? '' : before.replace(/[\s,;、]+$/, '').trim(), entities };
}

function noSuchFilter(word: string): Localised {
  const meant = correct(word.toLowerCase(), Object.values(keys));
  return meant === undefined
    ? {
        en: `There is no filter “${word}”; there are branch, segment, tier and manager.`,
        zh: `没有“${word}”这个筛选条件；可用的有 branch、segment、tier 和 manager。`,
      }
    : {
        en: `There is no filter “${word}”; did you mean “${meant}=”?`,
        zh: `没有“${word}”这个筛选条件；您是指“${meant}=”吗？`,
      };
}

const sampleValues = {
  branch: { en: 'branch=Prague', zh: 'branch=布拉格' },
  segment: { en: 'segment="dormant savers"', zh: 'segment=沉睡储户' },
  tier: { en: 'tier=high', zh: 'tier=high' },
  manager: { en: 'manager="Jana Dvořáková"', zh: 'manager="Jana Dvořáková"' },
} as const;

function needsValue(key: keyof FilterArguments): Localised {
  const { en, zh } = sampleValues[key];
  return {
    en: `“${key}=” needs a value, such as ${en}.`,
    zh: `“${key}=”后面需要一个值，例如 ${zh}。`,
  };
}

/**
 * A count as a slash form may say it: 5, ten, 前五, 五位.
 * @returns undefined for what is no count; 0 counts as one
 */
export function readCount(text: string): number | undefined {
  const said = englishNumbersToDigits(text.trim()).replace(/^前|[位个名户家条]$/g, '');
  return readNumeral(said);
}

/** Filters as the store takes them, and as the reply says them; or the reply that says which name there is none of. */
export type HeldTo = { filters: ListFilters; words: string[] };

/** Finds what the names of filters stand for. */
export async function resolveFilters(
  { store, run, locale, principal }: CommandContext,
  { branch, segment, tier, manager }: FilterArguments,
  format: Format,
): Promise<HeldTo | { reply: Reply }> {
  const held: HeldTo = { filters: {}, words: [] };
  const named =
    branch !== undefined || segment !== undefined || (manager !== undefined && manager !== 'me');
  const choices = named
    ? await filterChoices(store.db, run.id)
    : { branches: [], segments: [], managers: [] };
  const zh = locale === 'zh';
  if (branch !== undefined) {
    const found = choices.branches.find((each) =>
      [each.name, ...Object.values(each.names), each.externalId].some((name) =>
        sameName(name, branch),
      ),
    );
    if (found === undefined) {
      const names = choices.branches.map((each) => nameIn(each.names, locale, each.name));
      return { reply: noSuch({ en: 'branch', zh: '分行' }, branch, names, format, locale) };
    }
    held.filters.branchId = found.id;
    const name = nameIn(found.names, locale, found.name);
    held.words.push(zh ? `${name}分行` : `branch ${name}`);
  }
  if (segment !== undefined) {
    const called = segmentsCalled(choices.segments, segment);
    const [found] = called;
    const names = (some: typeof called) => some.map((each) => nameIn(each.names, locale));
    if (found === undefined) {
      const all = names(choices.segments);
      return { reply: noSuch({ en: 'segment', zh: '客群' }, segment, all, format, locale) };
    }
    if (called.length > 1) return { reply: severalSegments(segment, names(called), locale) };
    held.filters.segment = { segmentation: found.segmentation, id: found.id };
    const name = nameIn(found.names, locale);
    held.words.push(zh ? `客群“${name}”` : `segment “${name}”`);
  }
  if (tier !== undefined) {
    const found = tiers[tier.toLowerCase()];
    if (found === undefined) {
      const names = (['high', 'medium', 'low'] as const).map((each) => tierName(each, locale));
      return { reply: noSuch({ en: 'tier', zh: '层级' }, tier, names, format, locale) };
    }
    held.filters.tier = found;
    held.words.push(zh ? `${tierName(found, locale)}层级` : `${found} tier`);
  }
  if (manager === 'me') {
    if (await hasBook(store.db, principal.managerId)) {
      held.filters.managerId = principal.managerId;
      if (principal.role !== 'manager') held.words.push(zh ? '您名下' : 'your own book');
    }
  } else if (manager !== undefined) {
    const found = choices.managers.find((each) =>
      [each.name, each.email].some((name) => sameName(name, manager)),
    );
    if (found === undefined)
      return { reply: noSuch({ en: 'manager', zh: '客户经理' }, manager, [], format, locale) };
    held.filters.managerId = found.id;
    held.words.push(zh ? `${found.name}名下` : `manager ${found.name}`);
  }
  return held;
}

function sameName(name: string | null, typed: string): boolean {
  const plain = (text: string) =>
    folded(text)
      .replace(/\s*(branch|分行|支行|客群)$/, '')
      .replace(/[,、，\s]+/g, ' ')
      .trim();
  return name !== null && plain(name) === plain(typed);
}

const mostNames = 12;

function noSuch(
  what: Localised,
  typed: string,
  names: readonly string[],
  format: Format,
  locale: 'en' | 'zh',
): Reply {
  const known = [...new Set(names)].slice(0, mostNames);
  const more = names.length > mostNames;
  const there =
    known.length === 0
      ? []
      : locale === 'zh'
        ? [`有这些：${known.join('、')}${more ? '等' : ''}。`]
        : [
            `There ${known.length === 1 ? 'is' : 'are'} ${format.list(more ? [...known, 'others'] : known)}.`,
          ];
  const shown = typed.slice(0, 40);
  return locale === 'zh'
    ? plainReply(
        `没有这个${what.zh}`,
        `没有名为“${shown}”的${what.zh}。`,
        [helpAction(locale)],
        there,
      )
    : plainReply(
        `No such ${what.en}`,
        `There is no ${what.en} called “${shown}”.`,
        [helpAction(locale)],
        there,
      );
}

function severalSegments(typed: string, names: readonly string[], locale: 'en' | 'zh'): Reply {
  const shown = typed.slice(0, 40);
  return locale === 'zh'
    ? plainReply(
        '您指的是哪个客群？',
        `名称中有“${shown}”的客群不止一个，请写出全名。`,
        [helpAction(locale)],
        names.map((name) => `segment="${name}"`),
      )
    : plainReply(
        'Which segment do you mean?',
        `Several segments are called “${shown}”; please give the whole name.`,
        [helpAction(locale)],
        names.map((name) => `segment="${name}"`),
      );
}

/** Whose customers a list is about, in words: the scope, then the filters. */
export function whoseInWords({ scope, locale }: CommandContext, words: readonly string[]): string {
  const whose: Record<CommandContext['scope']['kind'], Localised> = {
    all: { en: 'the whole bank', zh: '全行' },
    branch: { en: 'your branch', zh: '您的分行' },
    book: { en: 'your book', zh: '您的客户组合' },
    none: { en: 'nobody', zh: '无' },
  };
  const parts = [whose[scope.kind][locale], ...words];
  return parts.join(locale === 'zh' ? '，' : ', ');
}
