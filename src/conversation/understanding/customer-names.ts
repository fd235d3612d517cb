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
/** What comes after these is a name. */
const introductions = new Set(['customer', 'client', 'called', 'named']);
const acronym = /^\p{Lu}{2,4}$/u;
/** One word without capitals is believed to be a name where it is who the sentence is about; several are anywhere. */
const beforeSubjects = new Set('is does did has might would could may will'.split(' '));
/** What comes after these is a place or a time. */
const places = new Set(['in', 'at', 'into', 'near', 'by', 'during']);
const articles = new Set(['a', 'an', 'the', 'this', 'that', 'some', 'any', 'no']);
/** Capitals that begin no name. */
const neverNames =
  /^(?:i|clv|cvs|rfm|auc|ltv|rm|vip|id|ok|mon|tue|wed|thu|fri|sat|sun|(?:mon|tues|wednes|thurs|fri|satur|sun)days?|slack|teams|bellwether|english|chinese|please|hi|hello|hey)$/i;

/** `sure`: capitals, a title or the word "customer" say that it is a name. */
type Stretch = { start: number; end: number; sure: boolean };

/**
 * Finds a customer's name among the words of a sentence and marks it. A name is what no dictionary of ours knows:
 * Latin words, capitals before all, or two to four Chinese characters that begin with a surname.
 * @param isKnown whether a Latin word is in the recogniser's vocabulary
 * @returns the name and the text with it marked; undefined where there is none. Where the name is not `sure`, it is one
 *   only if the sentence is about a customer; a `likely` one, in capitals or Chinese, also if it says nothing else.
 */
export function findCustomerName(
  marked: MarkedText,
  words: readonly Word[],
  isKnown: (word: string) => boolean,
): { name: string; sure: boolean; likely: boolean; marked: MarkedText } | undefined {
  const stretch = latinName(marked, words, isKnown) ?? chineseName(words);
  if (stretch === undefined) return undefined;
  return {
    name: marked.text.slice(stretch.start, stretch.end),
    sure: stretch.sure,
    likely: /^[\p{Lu}\p{Script=Han}]/u.test(marked.text.slice(stretch.start)),
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
    !acronym.test(said);
  const isUnknown = ({ said }: Word) =>
    !isKnown(said) && !neverNames.test(said) && !titles.has(said.toLowerCase());
  const isBig = (word: Word, at: number) =>
    isCapital(word, at) ||
    (isUnknown(word) && /^\p{Lu}/u.test(word.said) && !acronym.test(word.said));
  const stretches: (Stretch & { weight: number })[] = [];
  for (let i = 0; i < words.length; i++) {
    let end = i;
    let names = 0;
    let bigs = 0;
    for (; end < words.length && words[end]!.kind === 'latin'; end++) {
      const word = words[end]!;
      const big = isBig(word, end);
      const next = words[end + 1];
      const inside =
        names > 0 &&
        particles.has(word.said.toLowerCase()) &&
        next !== undefined &&
        isUnknown(next);
      if (!big && !isUnknown(word) && !inside) break;
      names += inside ? 0 : 1;
      bigs += big ? 1 : 0;
      if (/[,;:?!.]/.test(marked.text[word.end] ?? '')) {
        end++;
        break;
      }
    }
    const last = words[end - 1];
    const before = words[i - 1]?.said.toLowerCase().replace(/'s$/, '') ?? '';
    const named = titles.has(before) || introductions.has(before);
    if (
      names > 0 &&
      last !== undefined &&
      (bigs > 0 || named || (names > 1 && !places.has(before)) || beforeSubjects.has(before)) &&
      !articles.has(before)
    ) {
      const sure = bigs > 1 || named;
      // After capitals, a word without one is none of the name: "Anna Novakova appears".
      while (bigs > 1 && end - 1 > i && !isBig(words[end - 1]!, end - 1)) end--;
      stretches.push({
        start: words[i]!.start,
        end: possessive(words[end - 1] ?? last),
        sure,
        weight: names + 10 * bigs + (named ? 100 : 0),
      });
    }
    i = Math.max(i, end - 1);
  }
  return stretches.sort((a, b) => b.weight - a.weight)[0];
}

/** Where a word ends without its possessive. */
const possessive = ({ said, end }: Word) => end - (/'s?$/i.exec(said)?.[0].length ?? 0);

function chineseName(words: readonly Word[]): Stretch | undefined {
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!;
    if (word.kind !== 'han') continue;
    if (word.said.includes('·')) return { start: word.start, end: word.end, sure: true };
    if (word.known) continue;
    const end = endOfUnknown(words, i);
    const start = word.start;
    const text = words
      .slice(i, end)
      .map(({ said }) => said)
      .join('');
    const length = text.length;
    const surname = doubleSurnames.test(text)
      ? length <= 4
      : length <= 3 && surnames.has(text[0] ?? '');
    if (length >= 2 && surname)
      return {
        start,
        end: start + length,
        sure: /(?:客户|客戶|顾客|储户)$/.test(words[i - 1]?.said ?? ''),
      };
    i = end - 1;
  }
  return undefined;
}

/** Where signs that no dictionary knows end; a filler inside, as 大 in 王大力, goes with them. */
function endOfUnknown(words: readonly Word[], from: number): number {
  let end = from + 1;
  for (; end < words.length; end++) {
    const word = words[end]!;
    const next = words[end + 1];
    if (word.kind !== 'han' || word.start !== words[end - 1]!.end) break;
    const inside =
      end === from + 1 && word.said.length === 1 && next?.kind === 'han' && !next.known;
    if (word.known && !inside) break;
  }
  return end;
}
