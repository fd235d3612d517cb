import { type MarkedText, mark } from './marked-text.ts';
import type { Word } from './words.ts';

const surnames = new Set(
  '王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施葛伍倪季樊齐章鲁牛庄苗祁殷尚洪柳岳霍翟聂梅耿关焦俞柴安盛裴辛管左池纪路甘游欧费卓童涂文冉褚瞿涂'.split(
    '',
  ),
);
const doubleSurnames =
  /^(欧阳|司马|上官|诸葛|东方|皇甫|尉迟|公孙|慕容|司徒|令狐|端木|夏侯|独孤|南宫|长孙|宇文)/;
const particles = new Set([
  'de',
  'van',
  'von',
  'der',
  'den',
  'la',
  'le',
  'al',
  'el',
  'bin',
  'ibn',
  'da',
  'di',
  'dos',
  'del',
  'ter',
  'zu',
]);
const titles = new Set(['mr', 'mrs', 'ms', 'miss', 'dr', 'prof', 'sir', 'madam']);
/** A name without capitals is believed after one of these only. */
const beforeNames = new Set([
  ...titles,
  ...[
    'is',
    'does',
    'did',
    'has',
    'for',
    'of',
    'about',
    'might',
    'would',
    'could',
    'may',
    'on',
    'from',
    'with',
  ],
  ...['customer', 'client', 'explain', 'called', 'named', 'trend', 'value'],
]);
const articles = new Set(['a', 'an', 'the', 'this', 'that', 'some', 'any', 'no']);
/** Capitals that begin no name. */
const neverNames =
  /^(?:i|clv|cvs|rfm|auc|ltv|rm|vip|id|ok|mon|tue|wed|thu|fri|sat|sun|(?:mon|tues|wednes|thurs|fri|satur|sun)days?|slack|teams|bellwether|english|chinese|please|hi|hello|hey)$/i;

type Stretch = { start: number; end: number };

/**
 * Finds a customer's name among the words of a sentence and marks it. A name is what no dictionary of ours knows:
 * Latin words, capitals before all, or two to four Chinese characters that begin with a surname.
 * @param isKnown whether a Latin word is in the recogniser's vocabulary
 * @returns the name and the text with it marked; undefined where there is none
 */
export function findCustomerName(
  marked: MarkedText,
  words: readonly Word[],
  isKnown: (word: string) => boolean,
): { name: string; marked: MarkedText } | undefined {
  const stretch = latinName(marked, words, isKnown) ?? chineseName(words);
  if (stretch === undefined) return undefined;
  return {
    name: marked.text.slice(stretch.start, stretch.end),
    marked: mark(marked, stretch.start, stretch.end, 'customer'),
  };
}

function latinName(
  marked: MarkedText,
  words: readonly Word[],
  isKnown: (word: string) => boolean,
): Stretch | undefined {
  const latin = words.filter(({ kind }) => kind === 'latin');
  const capitals = latin.filter(({ said }) => /^\p{Lu}/u.test(said)).length;
  // In a sentence that is all capitals, or in title case, a capital says nothing.
  const capitalsTell = latin.length < 3 || capitals <= latin.length * 0.6;
  const isCapital = ({ said }: Word, at: number) =>
    capitalsTell &&
    at > 0 &&
    /^\p{Lu}/u.test(said) &&
    !neverNames.test(said) &&
    !/^\p{Lu}{2,4}$/u.test(said);
  let best: (Stretch & { count: number; capital: boolean }) | undefined;
  for (let i = 0; i < words.length; i++) {
    let end = i;
    let count = 0;
    let capital = false;
    while (end < words.length) {
      const word = words[end]!;
      if (word.kind !== 'latin') break;
      const unknown = !isKnown(word.said) && !neverNames.test(word.said);
      const big = isCapital(word, end) || (unknown && /^\p{Lu}/u.test(word.said));
      if (unknown || big) {
        count++;
        capital ||= big;
      } else if (
        !(
          count > 0 &&
          particles.has(word.said.toLowerCase()) &&
          end + 1 < words.length &&
          !isKnown(words[end + 1]!.said)
        )
      )
        break;
      end++;
      if (/[,;:?!.]/.test(marked.text[word.end] ?? '')) break;
    }
    const before = words[i - 1]?.said.toLowerCase();
    const framed = before !== undefined && beforeNames.has(before.replace(/'s$/, ''));
    if (count > 0 && (capital || framed) && !(before !== undefined && articles.has(before))) {
      const titled = before !== undefined && titles.has(before);
      if (best === undefined || count > best.count || (capital && !best.capital)) {
        best = {
          start: words[i]!.start,
          end: possessive(words[end - 1]!),
          count: count + (titled ? 1 : 0),
          capital: capital || titled,
        };
      }
    }
    i = Math.max(i, end - 1);
  }
  return best;
}

/** Where a word ends without its possessive. */
const possessive = ({ said, end }: Word) => end - (/'s?$/i.exec(said)?.[0].length ?? 0);

function chineseName(words: readonly Word[]): Stretch | undefined {
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!;
    if (word.kind !== 'han') continue;
    if (word.said.includes('·')) return word;
    if (word.known) continue;
    let text = '';
    let end = i;
    // A filler inside a name, as 大 in 王大力, belongs to it when more of the name follows.
    while (end < words.length && words[end]!.kind === 'han' && text.length < 4) {
      const next = words[end]!;
      const follows = words[end + 1];
      const inside =
        text.length === 1 && next.said.length === 1 && follows?.kind === 'han' && !follows.known;
      if (next.known && !inside) break;
      if (words[end - 1] !== undefined && end > i && words[end - 1]!.end !== next.start) break;
      text += next.said;
      end++;
    }
    const fits = text.length >= 2 && text.length <= 4;
    if (fits && (surnames.has(text[0] ?? '') ? text.length <= 3 : doubleSurnames.test(text)))
      return { start: word.start, end: word.start + text.length };
  }
  return undefined;
}
