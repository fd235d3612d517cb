import type { AssumptionName, SaidAssumption } from '../../reading.ts';
import { endOfRun, matchAt } from '../../word-run.ts';

const named = /留存率?|保留率|利润率?|毛利率?|折现率?|贴现率?|预测期|期限/g;
const link =
  /从 ?\d{1,3}(?:\.\d{1,3})? ?%?(?=[降升提涨跌减变调改增])|如果|若|要是|能够|能|只有|只|仅|是|为|到|有|变成|变为|变|改成|改为|改|调到|调整到|调整为|调|设为|设成|成|按|取|设|降到|升到|降至|升至|至|掉到|掉了?|跌到|跌|涨|升|降低|降|砍|压缩|压|再|会|都|在|拉高|拉低|拉升|抬高|调高|调低|提高|提升|增加|上升|上涨|增长|高|多|下降|减少|下滑|低|少|了|约|=|:| /y;
const amount = /([+-]?\d+(?:\.\d+)?) ?(个?百分点|个点|%|个月|年)?/y;
const amountFirst =
  /([+-]?\d+(?:\.\d+)?) ?(%|个月|年)的?(留存率?|保留率|折现率?|贴现率?|预测期|期限)/;
const falling = /拉低|调低|下降|减少|降|下滑|低|少|跌|砍|压/;

const changing =
  /拉高|拉升|抬高|提高|提升|增加|上升|上涨|增长|高|多|涨|升|下降|减少|降|下滑|低|少|跌|掉|砍|压/;
const level = /[到至为成]/;

function nameOf(typed: string): AssumptionName {
  if (/^(?:留存|保留)/.test(typed)) return 'retention';
  if (/^(?:利润|毛利)/.test(typed)) return 'margin';
  return /^(?:折现|贴现)/.test(typed) ? 'discount' : 'horizon';
}

const units: ReadonlyMap<string | undefined, SaidAssumption['unit']> = new Map([
  ['%', 'percent'],
  ['个百分点', 'points'],
  ['百分点', 'points'],
  ['个点', 'points'],
  ['个月', 'months'],
  ['年', 'years'],
]);

/** Finds 90%的留存率 and the like. */
function findAmountFirst(text: string): SaidAssumption | undefined {
  const match = amountFirst.exec(text);
  if (match === null) return undefined;
  const [said, number = '', unit, name = ''] = match;
  const end = match.index + said.length;
  return {
    name: nameOf(name),
    number,
    unit: units.get(unit),
    fewer: false,
    start: match.index,
    end,
  };
}

/** Finds 留存率=0.9, 利润降低5% and the like. */
function findNameFirst(text: string): SaidAssumption | undefined {
  for (const { 0: name, index: start } of text.matchAll(named)) {
    const afterName = start + name.length;
    const linked = endOfRun(link, text, afterName);
    const found = matchAt(amount, text, linked);
    if (found === undefined) continue;
    const [said, number = '', unit] = found;
    const words = text.slice(afterName, linked);
    const fewer = falling.test(words);
    const change = changing.test(words) ? (level.test(words) ? 'to' : 'by') : undefined;
    const end = linked + said.length;
    return { name: nameOf(name), number, unit: units.get(unit), fewer, change, start, end };
  }
  return undefined;
}

export const assumptions = [findAmountFirst, findNameFirst];
