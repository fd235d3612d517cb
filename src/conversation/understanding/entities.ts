import { findAssumptions } from './assumptions.ts';
import {
  type BankNames,
  branchSpellings,
  findSpelling,
  nameFor,
  segmentSpellings,
} from './gazetteer.ts';
import { kindOf, type MarkedText, mark } from './marked-text.ts';
import {
  chineseNumbersToDigits,
  chineseNumerals,
  englishNumbersToDigits,
  readNumeral,
} from './number-words.ts';
import { readSchedule } from './schedule/read-schedule.ts';
import { findCut, findPartOfSegment, findSegmentSaid } from './segment-mentions.ts';

/** What a sentence mentions, and the sentence with it marked. Names of customers are found later, among the words. */
export type Mentions = { entities: Record<string, unknown>; marked: MarkedText };

type Step = (mentions: Mentions, names: BankNames, timezone: string) => Mentions;

/** What a number that stands alone may be: a customer's id, how many to list, a digest's number. */
export type BareReading = 'customer' | 'limit' | 'digest';

/**
 * Finds what a sentence mentions: suppositions, schedule, months, digest, filters, cut, branch, segment, manager, tier, customers, limit.
 * @param text normalised
 * @param timezone IANA, for a schedule that names none
 * @param bare what a small number that stands alone is taken for
 */
export function findMentions(
  text: string,
  names: BankNames,
  timezone: string,
  bare: BareReading = 'customer',
): Mentions {
  const digits = chineseNumbersToDigits(englishNumbersToDigits(text));
  const steps: Step[] = [
    quoted,
    supposed,
    scheduled,
    digest,
    assigned,
    cut,
    segment,
    branch,
    manager,
    coming,
    months,
    years,
    measures,
    tier,
    customers,
    limits,
    limitsOfFilters,
    ...(bare === 'customer' ? [] : [smallNumber(bare)]),
    bareNumbers,
  ];
  return steps.reduce<Mentions>((mentions, step) => step(mentions, names, timezone), {
    entities: {},
    marked: { text: digits, marks: [] },
  });
}

/** Marks the first match of a pattern. `read` gives the entities it stands for, or undefined where it is none. */
function first(
  mentions: Mentions,
  pattern: RegExp,
  kind: string,
  read: (match: RegExpExecArray) => Record<string, unknown> | undefined,
): Mentions {
  const match = pattern.exec(mentions.marked.text);
  const found = match === null ? undefined : read(match);
  if (match === null || found === undefined) return mentions;
  return {
    entities: { ...mentions.entities, ...found },
    marked: mark(mentions.marked, match.index, match.index + match[0].length, kind),
  };
}

const sending =
  /\b(send|remind|notify|subscribe|digest|alert|e-?mail|mail|deliver|push|ping|message|brief)|发|推送|提醒|通知|订阅/i;

/** A quoted name of a customer; a quoted schedule is read as if it were not quoted. */
const quoted: Step = (mentions) => {
  const inner = /"([^"]+)"/.exec(mentions.marked.text)?.[1];
  if (inner !== undefined && readSchedule(inner) !== undefined) {
    const text = mentions.marked.text.replaceAll('"', ' ');
    return { ...mentions, marked: { ...mentions.marked, text } };
  }
  return first(mentions, /"([^"]+)"/, 'customer', ([, customer]) => ({ customer }));
};

/** What is supposed of a customer: retention=0.9, a margin 5% higher. */
const supposed: Step = (mentions) => {
  const { assumptions, marked } = findAssumptions(mentions.marked);
  if (Object.keys(assumptions).length === 0) return mentions;
  return { entities: { ...mentions.entities, assumptions }, marked };
};

const scheduled: Step = (mentions, _names, zone) => {
  const { text } = mentions.marked;
  const found = readSchedule(text);
  if (found === undefined || !(found.sure || sending.test(text))) return mentions;
  const schedule = { cron: found.cron, timezone: found.timezone ?? zone };
  return {
    entities: { ...mentions.entities, schedule },
    marked: mark(
      { ...mentions.marked, text: found.rest },
      found.rest.length,
      found.rest.length,
      'schedule',
    ),
  };
};

const digest: Step = (mentions) =>
  first(
    mentions,
    /\b(?:digest|subscription|alert|briefing|reminder|newsletter)s? ?(?:id|no\.?|number|#)? ?#? ?(\d+)|\b(?:number|no\.?|#) ?(\d+)(?= (?:of|from|in|among) (?:my|the) (?:digest|subscription|alert|briefing|reminder))|第? ?(\d+) ?[号个条]?(?:的)?(?:摘要|订阅|推送|简报|提醒)|(?:摘要|订阅|推送|简报|提醒)(?:任务)?(?:编号|第|号)? ?#?(\d+)(?:号|个|条)?/i,
    'digest',
    ([, ...numbers]) => ({ digest: Number(numbers.find((each) => each !== undefined)) }),
  );

/** Filters in slash style inside a sentence: branch=Prague. */
const assigned: Step = (mentions, names) => {
  let result = mentions;
  for (const key of ['branch', 'segment', 'tier', 'manager']) {
    result = first(
      result,
      new RegExp(`\\b${key} ?= ?(?:"([^"]+)"|([^\\s,;"]+))`, 'i'),
      key,
      ([, quotedValue, bare = '']) => {
        const value = quotedValue ?? bare;
        if (key === 'tier') return { tier: value.toLowerCase() };
        return { [key]: canonical(key, value, names) };
      },
    );
  }
  return result;
};

function canonical(key: string, value: string, names: BankNames): string {
  if (key === 'branch') return nameFor(branchSpellings(names), value) ?? value;
  if (key === 'segment') return nameFor(segmentSpellings(names), value) ?? value;
  return value;
}

const cut: Step = (mentions, { cuts = [] }) => {
  const found = findCut(mentions.marked.text, cuts);
  if (found === undefined) return mentions;
  return {
    entities: { ...mentions.entities, by: found.name },
    marked: mark(mentions.marked, found.start, found.end, 'cut'),
  };
};

const segment: Step = (mentions, names) => {
  if ('segment' in mentions.entities) return mentions;
  const { text } = mentions.marked;
  const found =
    findSpelling(segmentSpellings(names), text) ??
    findPartOfSegment(text, names.segments) ??
    findSegmentSaid(text);
  if (found === undefined) return mentions;
  return {
    entities: { ...mentions.entities, segment: found.name },
    marked: mark(mentions.marked, found.start, found.end, 'segment'),
  };
};

const branch: Step = (mentions, names) => {
  if ('branch' in mentions.entities) return mentions;
  const found = findSpelling(branchSpellings(names), mentions.marked.text);
  if (found !== undefined) {
    return {
      entities: { ...mentions.entities, branch: found.name },
      marked: mark(mentions.marked, found.start, found.end, 'branch'),
    };
  }
  return first(
    mentions,
    /\b(?:in|at|for|of|from) (?:the )?((?:\p{Lu}[\p{L}'.-]*)(?: \p{Lu}[\p{L}'.-]*){0,3}) (?:branch|office)\b|\b(?:in|at) (\p{Lu}\p{Ll}[\p{L}'.-]+(?: \p{Lu}\p{Ll}[\p{L}'.-]+)?)(?=(?:[?!,][?.!,]*)?$)/u,
    'branch',
    ([, named, place]) => ({ branch: named ?? place }),
  );
};

const mine =
  /\b(?:my|mine)\b(?=(?: [^ ,;]+){0,5}? (?:customers?|clients?|people|accounts|book|portfolio)\b)|我(?:的|最|名下|负责|管的|管理的|手上|手里).{0,10}(?:客户|组合)/i;

const manager: Step = (mentions, names) => {
  if (mine.test(mentions.marked.text))
    return { ...mentions, entities: { manager: 'me', ...mentions.entities } };
  for (const name of names.managers) {
    const spellings = [name, `${name}s`].map((typed) => ({ typed, name }));
    const found = findSpelling(spellings, mentions.marked.text);
    if (found === undefined) continue;
    const after = mentions.marked.text.slice(found.end);
    const before = mentions.marked.text.slice(0, found.start);
    const owns =
      /^(?:'s|s')? (?:[a-z-]+ ){0,3}(?:book|customers|clients|portfolio)\b|^(?:的|名下的?|负责的).{0,8}?(?:客户(?!\d)|组合|名下)/i.test(
        after,
      ) ||
      /\b(?:managed by|book of|portfolio of|(?:customers|clients) (?:of|with|under)|manager) $/i.test(
        before,
      );
    if (!owns) continue;
    return {
      entities: { ...mentions.entities, manager: name },
      marked: mark(mentions.marked, found.start, found.end, 'manager'),
    };
  }
  return mentions;
};

/** Months to come are nobody's history. */
const coming: Step = (mentions) =>
  first(
    mentions,
    /\b(?:(?:over|in|for|during|within) )?(?:the )?(?:next|coming|following) (?:(?:\d+|few|couple of) )?(?:days?|weeks?|months?|quarters?|years?)\b|(?:未来|今后|接下来|下)(?:的)?[零一二两三四五六七八九十几\d]{0,3} ?个?(?:天|周|星期|半年|月|季度|年)(?:内|里)?/i,
    'coming',
    () => ({}),
  );

const monthsOf = (unit: string): number =>
  /^(?:quarter|季)/i.test(unit) ? 3 : /^(?:year|年)/i.test(unit) ? 12 : 1;

const months: Step = (mentions) => {
  const english = first(
    mentions,
    /\b(?:(?:over|in|for|during|within|across) )?(?:the )?(?:last|past|previous|prior|recent|trailing) (?:(\d+|few|couple of) )?(half[ -]year|half a year|months?|quarters?|years?)\b|\b(\d+)[ -](months?|quarters?|years?)\b|\b(half[ -](?:a )?year)\b/i,
    'months',
    ([, count, unit, otherCount, otherUnit, half]) => ({
      horizonMonths: /^half/i.test(unit ?? half ?? '')
        ? 6
        : Number(
            /^\d+$/.test(count ?? '') ? count : (otherCount ?? (count === undefined ? 1 : 3)),
          ) * monthsOf(unit ?? otherUnit ?? ''),
    }),
  );
  return first(
    english,
    new RegExp(
      `(?:最近|过去|近|前|这|上)(?:的)?(?:([${chineseNumerals}\\d]{1,3}|几) ?)?个?(半年|月|季度?|年)|([${chineseNumerals}\\d]{1,3}) ?(?:个(月|季度)|(年)(?!\\d))|(半年)`,
    ),
    'months',
    ([, count, unit, otherCount, otherUnit, year, half]) => {
      if (unit === '半年' || half !== undefined) return { horizonMonths: 6 };
      const typed = count ?? otherCount;
      const number = typed === undefined ? 1 : typed === '几' ? 3 : readNumeral(typed);
      return number === undefined || number > 240
        ? undefined
        : { horizonMonths: number * monthsOf(unit ?? otherUnit ?? year ?? '') };
    },
  );
};

/** Lengths of time that are no months, and amounts, are nobody's id. */
const measures: Step = (mentions) =>
  first(
    mentions,
    /(?<![\p{Script=Latin}\d])\d+(?:\.\d+)? ?(?:weeks?|days?|hours?|hrs?|minutes?|mins?|seconds?|secs?|times|percent|euros?|dollars?|pounds?|crowns?|%|周|星期|礼拜|天|小时|分钟|秒|元|块钱?|欧元|美元|次|倍|斤|岁)(?![\p{Script=Latin}])/iu,
    'measure',
    () => ({}),
  );

/** A calendar year is no customer. */
const years: Step = (mentions) =>
  first(
    mentions,
    /\b(?:in|since|during|of|from|for|by|until|year) (?:19|20)\d\d\b|(?<!\d)(?:19|20)\d\d ?年/i,
    'year',
    () => ({}),
  );

const tier: Step = (mentions) => {
  if ('tier' in mentions.entities) return mentions;
  const english = first(
    mentions,
    /\b(high|top|upper|medium|middle|mid|low|bottom|lower)(?:est)?[ -](?:tier|value)(?:d)?\b(?! score)|\btier(?: (?:is|of|=))? (high|medium|low)\b/i,
    'tier',
    ([, before, after]) => ({ tier: tierOf(before ?? after ?? '') }),
  );
  return first(
    english,
    /(高|中|低)(?:等)?(?:价值|层级|等级|级别|端|净值)(?!评分|分|最)的?(?=客户|储户|用户|顾客|人群|流失|有?风险|又|且|并| |,|$)/,
    'tier',
    ([, level]) => ({ tier: level === '高' ? 'high' : level === '中' ? 'medium' : 'low' }),
  );
};

function tierOf(word: string): 'high' | 'medium' | 'low' {
  if (/^(high|top|upper)/i.test(word)) return 'high';
  return /^(low|bottom)/i.test(word) ? 'low' : 'medium';
}

const idShape = '[A-Za-z]{0,6}[-_]?\\d[\\dA-Za-z_-]*';

/** One customer is text, several are a list. */
function withCustomer(entities: Record<string, unknown>, id: string): Record<string, unknown> {
  const known = entities.customer;
  const ids = [known ?? []].flat();
  if (ids.includes(id)) return entities;
  return { ...entities, customer: ids.length === 0 ? id : [...ids, id] };
}

/** Ids that are named as such, or that can be nothing else: "customer 1042", #1042, 1042号客户, C-1042, 1042's. */
const customers: Step = (mentions) => {
  const patterns = [
    new RegExp(
      `(?<![A-Za-z])(?:customers?|clients?|cust|accounts?|acct|id)(?: (?:id|no\\.?|number|nr\\.?|called|with id))? ?[#:]? ?(${idShape})(?![\\p{L}\\d])(?! ?(?:most|best|top|customers|clients)\\b)`,
      'giu',
    ),
    new RegExp(
      `(?:客户|客戶|顾客|用户|储户|编号)(?:编号|号码|号)?(?:为|是|:|#)? ?(${idShape})(?!\\d)(?! ?[位个名户人])号?`,
      'gi',
    ),
    /#(\d[\w-]*)/g,
    /(?<![A-Za-z\d])(\d+) ?号(?:的)?(?:客户|客戶|顾客|用户|储户)?/g,
    /(?<![\p{L}\d])(\d+)'s(?![A-Za-z])/gu,
    /(?<![\p{L}\d.,])(?!(?:19|20)?\d0s)(\d{2,})s(?![\p{L}\d])/gu,
    /(?<![A-Za-z\d])(?!(?:top|first|last|best|next|past|limit|q|h|fy|mp|covid)\d)([A-Za-z]{1,6}[-_]?\d\d[\w-]*)(?![A-Za-z\d])/gi,
  ];
  let { entities, marked } = mentions;
  for (const pattern of patterns) {
    for (let match = pattern.exec(marked.text); match !== null; match = pattern.exec(marked.text)) {
      const kind = 'customer' in entities ? 'another-customer' : 'customer';
      entities = withCustomer(entities, match[1] ?? '');
      marked = mark(marked, match.index, match.index + match[0].length, kind);
      pattern.lastIndex = 0;
    }
  }
  return { entities, marked };
};

const counted =
  /\b(?:(?:top|first|best|limit|bottom|leading)(?: of)?(?: the)? ?=? ?(\d{1,3})(?!\d)|(\d{1,3})(?!\d|'s)(?= ?(?:most|best|top|highest|largest|biggest|riskiest|likeliest|leading|richest|at[ -]risk|high(?=[ -](?:value|tier|risk|net|potential))|customers|clients|names|people|accounts|of (?:my|our|the|them)|worst|who|that|likely|valuable|key|vip|in my|in our)))|前 ?(\d{1,3})(?!\d)[大位名个户家]?|top ?(\d{1,3})(?!\d)|(?<!\d)(\d{1,3}) ?(?:[位名户家条]|个(?!月)|大(?=客户|重点|优质|核心|贵宾|vip|高))/i;

/** How many to list. `first`: those that come first, as in "top 10" and 前10名. */
const limits: Step = (mentions) => {
  const said = counted.exec(mentions.marked.text)?.[0] ?? '';
  const kind = /top|first|best|leading|前/i.test(said) ? 'first' : 'limit';
  return first(mentions, counted, kind, ([, ...numbers]) => {
    const limit = Number(numbers.find((each) => each !== undefined));
    return limit > 0 ? { limit } : undefined;
  });
};

/** A number before a filter counts customers: 20 of Prague, 15 dormant savers. */
const limitsOfFilters: Step = (mentions) => {
  if ('limit' in mentions.entities) return mentions;
  const { marked } = mentions;
  for (const { 0: text, 1: number = '', 2: sign = '', index } of marked.text.matchAll(
    /(?<![\p{L}\d.,])(\d{1,3}) +([\uE000-\uF8FF])/gu,
  )) {
    if (Number(number) === 0 || !/^(?:branch|segment|tier)$/.test(kindOf(marked, sign) ?? ''))
      continue;
    const end = index + text.length - sign.length;
    return {
      entities: { ...mentions.entities, limit: Number(number) },
      marked: mark(marked, index, end, 'limit'),
    };
  }
  return mentions;
};

/** The first number that stands alone, up to a hundred, as something else than a customer. */
const smallNumber =
  (kind: BareReading): Step =>
  (mentions) =>
    kind in mentions.entities
      ? mentions
      : first(
          mentions,
          /(?<![\p{Script=Latin}\d=-]|\d[.,])(\d{1,2}|100)(?![\p{Script=Latin}\d%=]|[.,:]\d)/u,
          kind,
          ([, number]) => (Number(number) > 0 ? { [kind]: Number(number) } : undefined),
        );

/** Whole numbers that nothing else explains are ids of customers. */
const bareNumbers: Step = (mentions) => {
  const pattern = /(?<![\p{Script=Latin}\d=-]|\d[.,])(\d+)(?![\p{Script=Latin}\d%=]|[.,:]\d)/gu;
  let { entities, marked } = mentions;
  for (let match = pattern.exec(marked.text); match !== null; match = pattern.exec(marked.text)) {
    const kind = 'customer' in entities ? 'another-customer' : 'customer';
    entities = withCustomer(entities, match[1] ?? '');
    marked = mark(marked, match.index, match.index + match[0].length, kind);
    pattern.lastIndex = 0;
  }
  return { entities, marked };
};
