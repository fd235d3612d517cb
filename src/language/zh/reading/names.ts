import { readPhraseList } from '../../phrase-list.ts';
import type { KnownWords, NamePlace, Token } from '../../reading.ts';

const listed = (file: string): ReadonlySet<string> =>
  new Set(readPhraseList(new URL(file, import.meta.url)));
const surnames = listed('surnames.txt');
/** Characters that given names are mostly made of. */
const givenCharacters = listed('given-names.txt');
const companyEndings = listed('company-endings.txt');
/** Ordinary words that begin with what may be a surname, or that stand before what a company is called by. */
const ordinary = listed('not-names.txt');
const longestEnding = Math.max(...[...companyEndings].map(({ length }) => length));
/** Characters that are in no name: 的, 了 and the like. */
const inNoName = new Set(
  '的了吗呢吧啊呀嘛哦是在和与及或跟把被给我你您他她它们这那哪谁个位没不别就都也还着得去到吧么什怎啥几多少说问想要让请帮仍能该将从对为再最很太些每各今昨即若倘似亦皆均竟却便则因但而且虽既才只已未曾又呗喽嘞咧嘅唔咗啲喺冇佢乜嗰',
);
/** Surnames that mean more often something else. */
const seldom = new Set(
  '于向时万方关常管全任应查解都单易司党车成计利强国明古习沙储国宣高金白文安平左钱何许余程段尚康冷路花支顾马',
);
/** What says that a name stands behind it. */
const introductions = /(?:客户|顾客|储户)$/u;
/** What says that a name stands before it. */
const titles = /^(?:先生|女士|小姐|太太|老师|医生|总|经理|董)/u;
/** What says that a name stands before it, too, where it ends a company's. */
const afterEnding = /^[额股类行品部员人铺组圈化面性率线链业界区主家商]/u;
const strongEnding =
  /(?:有限(?:责任)?公司|集团|贸易|实业|五金|银号|商行|商贸|置业|控股|药业|酒业|木业)$/u;

/** Characters that foreign names are written with: 诺瓦克. */
const transliterating = new Set(
  '阿埃艾安奥巴贝本比伯布查茨达戴德蒂丁杜恩尔法菲费弗福盖戈格古哈海赫亨霍基吉加杰卡凯康科克肯库拉莱兰劳勒雷里利列林卢鲁伦罗洛马玛迈曼梅米莫姆娜纳内尼涅诺帕佩皮普奇乔切萨塞桑沙莎施史斯司苏索塔泰汤特提图托瓦娃万威韦维沃伍西希夏谢辛休雅亚扬耶叶伊英约泽扎',
);
/** Further ones, where a dot stands between two of a name's parts: there it is sure to be one. */
const besideDot = new Set(
  '兹肖丽琳瑟昆捷胡多密穆朱芬怀蕾莉妮娅茜珍琼珊璐露彼佛宾丹冈根贡考柯狄丝黛默孟琪森圣滕图魏温席锡雪祖佐纽',
);
const longestForeign = 6;
/** From so many characters that foreign names are written with, they are one without any dot. */
const plainlyForeign = 6;
const longestPart = 8;
/** A surname with how somebody is addressed: 陈小姐. */
const addressed =
  /^(?:先生|女士|小姐|太太|太(?![大多少高低忙晚早长])|老板|总(?![共体计额数行价贡余部公的是裁经]))/u;
const longestAddress = 2;
/** What somebody does with a company, and no name begins with. */
const metBefore = /^(?:见|去|进|约|找|访|知|催|送|替|给)/u;

/** Given names of one character that are none: 林子. */
const endsNoName = new Set('子之以行可有发花');

const longestWord = 8;
/** What a piece of a sentence costs, so that the cheapest way to divide it is the likeliest. */
const cost = { word: 1, single: 1.3, pair: 1.7, unknown: 2.6 };
const sureBelow = 2.6;

type Piece = { start: number; end: number; cost: number; name?: { sure: boolean } };

/**
 * Finds a name among characters that no spaces divide: of a person, a surname and one or two characters; of a company, what
 * stands before 公司, 贸易 and the like; or anything with a dot inside. A sentence is divided into words and names so that it
 * costs least: a name costs less than characters that no word is made of, and more than words.
 */
export function findName(tokens: readonly Token[], known: KnownWords): NamePlace | undefined {
  const dotted = runsOf(tokens).flatMap((run) => dottedIn(run) ?? []);
  if (dotted[0] !== undefined) return dotted[0];
  const foreign = tokens.find(({ kind, said }) => kind === 'joined' && /.·./u.test(said));
  if (foreign !== undefined) return { start: foreign.start, end: foreign.end, sure: true };
  const alone = tokens.some(({ kind }) => kind === 'spaced');
  const places = runsOf(tokens).flatMap((run) =>
    namesIn(run.text, known).map(({ start, end, name }) => ({
      start: run.start + start,
      end: run.start + end,
      sure:
        name?.sure === true ||
        introductions.test(run.text.slice(0, start)) ||
        titles.test(run.text.slice(end)) ||
        // Among words of another language, characters that are a name and nothing else are one.
        (alone && start === 0 && end === run.text.length && tokens.length > 2),
    })),
  );
  return places.find(({ sure }) => sure) ?? places[0];
}

/** A foreign name with a dot between its parts: 扬·科瓦奇. */
function dottedIn({ text, start: from }: Run): NamePlace | undefined {
  const dot = text.indexOf('·');
  if (dot < 0) return undefined;
  const isForeign = (at: number) => {
    const character = text.charAt(at);
    return transliterating.has(character) || besideDot.has(character);
  };
  let start = dot;
  while (start > 0 && dot - start < longestPart && isForeign(start - 1)) start--;
  let end = dot + 1;
  while (end < text.length && end - dot <= 2 * longestPart && (isForeign(end) || text[end] === '·'))
    end++;
  return start === dot || end === dot + 1
    ? undefined
    : { start: from + start, end: from + end, sure: true };
}

type Run = { text: string; start: number };

/** Characters that follow one another. */
function runsOf(tokens: readonly Token[]): Run[] {
  const runs: Run[] = [];
  let end = -1;
  for (const { kind, said, start, end: tokenEnd } of tokens) {
    if (kind !== 'joined') continue;
    const last = runs.at(-1);
    if (last !== undefined && start === end) last.text += said;
    else runs.push({ text: said, start });
    end = tokenEnd;
  }
  return runs;
}

/** The names in a run of characters. */
function namesIn(run: string, known: KnownWords): Piece[] {
  const best: { cost: number; piece?: Piece }[] = [{ cost: 0 }];
  for (let end = 1; end <= run.length; end++) {
    let cheapest: { cost: number; piece?: Piece } = { cost: Number.POSITIVE_INFINITY };
    for (const piece of piecesEndingAt(run, end, known)) {
      const whole = (best[piece.start]?.cost ?? 0) + piece.cost;
      if (whole < cheapest.cost) cheapest = { cost: whole, piece };
    }
    best.push(cheapest);
  }
  const names: Piece[] = [];
  for (let at = run.length; at > 0; ) {
    const piece = best[at]?.piece;
    if (piece === undefined) break;
    if (piece.name !== undefined) names.unshift(piece);
    at = piece.start;
  }
  return names;
}

function piecesEndingAt(run: string, end: number, known: KnownWords): Piece[] {
  const pieces: Piece[] = [];
  const first = Math.max(0, end - 14);
  const mayEndCompany = endingLasts.has(run.charAt(end - 1)) && !afterEnding.test(run.slice(end));
  let foreignFrom = end;
  while (foreignFrom > first && transliterating.has(run.charAt(foreignFrom - 1))) foreignFrom--;
  for (let start = first; start < end; start++) {
    const text = run.slice(start, end);
    const piece = { start, end };
    const word = text.length <= longestWord ? costOfWord(text, known) : undefined;
    if (word !== undefined) pieces.push({ ...piece, cost: word });
    const person = text.length <= 4 ? costOfPerson(text, run.charAt(end), known) : undefined;
    if (person !== undefined)
      pieces.push({ ...piece, cost: person, name: { sure: person < sureBelow } });
    const isForeign = text.length >= 3 && start >= foreignFrom;
    if (isForeign && known.anyName === true && text.length <= longestForeign)
      pieces.push({ ...piece, cost: cost.single, name: { sure: false } });
    if (isForeign && text.length >= plainlyForeign)
      pieces.push({ ...piece, cost: cost.single, name: { sure: true } });
    const title =
      text.length <= 1 + longestAddress && surnames.has(run.charAt(start))
        ? addressed.exec(run.slice(start + 1, end + 1))
        : null;
    if (title !== null && end === start + 1 + title[0].length)
      pieces.push({ ...piece, cost: 2, name: { sure: true } });
    const company = mayEndCompany ? costOfCompany(text, known) : undefined;
    if (company !== undefined)
      pieces.push({
        ...piece,
        cost: company,
        name: { sure: strongEnding.test(text) && company < 4 },
      });
  }
  return pieces;
}

function costOfWord(text: string, known: KnownWords): number | undefined {
  if (text.length === 1)
    return known.isPhrase(text) || inNoName.has(text) ? cost.single : cost.unknown;
  if (known.isPhrase(text) || ordinary.has(text) || companyEndings.has(text)) return cost.word;
  return text.length === 2 && isPair(text, known) ? cost.pair : undefined;
}

/** Whether ordinary sentences have a pair of characters, both of which may be in a name. */
const isPair = (text: string, known: KnownWords): boolean =>
  known.isPair(text) && ![...text].some((character) => inNoName.has(character));

/** Whether two characters are a word, or make one with others. */
const isWord = (text: string, known: KnownWords): boolean =>
  known.isPhrase(text) || isPair(text, known) || ordinary.has(text);

function costOfPerson(text: string, after: string, known: KnownWords): number | undefined {
  const compound = text.length > 2 && surnames.has(text.slice(0, 2));
  const surname = text.slice(0, compound ? 2 : 1);
  if (!compound && !surnames.has(surname)) return undefined;
  const given = text.slice(surname.length);
  if (given.length < 1 || given.length > 2) return undefined;
  if ([...given].some((character) => inNoName.has(character))) return undefined;
  if (ordinary.has(text) || ordinary.has(text.slice(0, 2)) || known.isPhrase(text))
    return undefined;
  const strange = [...given].filter((character) => !givenCharacters.has(character)).length;
  if (!known.anyName && (strange === given.length || endsNoName.has(given))) return undefined;
  const last = given.slice(-1);
  const pairs = [text.slice(0, 2), ...(given.length === 2 ? [given] : [])];
  const words = compound ? 0 : pairs.filter((pair) => isWord(pair, known)).length;
  // 明天 in 张明天来, where what stands behind goes on with the word.
  const next = `${text.slice(-1)}${after}`;
  const broken = known.isPhrase(next) || ordinary.has(next) ? 0.9 : 0;
  return (
    (compound ? 1.8 : 2.2) +
    (given.length === 1 ? 0.1 : 0) +
    strange * (known.anyName ? 0.4 : givenCharacters.has(last) ? 1.6 : 2.8) +
    (given.length === 2 && known.isPhrase(last) ? 0.8 : 0) +
    words * 1.5 +
    broken +
    (seldom.has(surname) && !compound ? 0.6 : 0)
  );
}

function costOfCompany(text: string, known: KnownWords): number | undefined {
  if (text.length < 3) return undefined;
  const ending = endingOf(text);
  if (ending === undefined) return undefined;
  let name = text.slice(0, -ending.length);
  for (let more = endingOf(name); more !== undefined; more = endingOf(name))
    name = name.slice(0, -more.length);
  if (name.length < 2 || name.length > 7) return undefined;
  const characters = [...name];
  if (characters.some((character) => inNoName.has(character))) return undefined;
  const unknown = characters.filter((character) => !known.isPhrase(character)).length;
  if (unknown === 0) return undefined;
  let words = 0;
  for (let at = 0; at + 2 <= name.length; at++) if (isWord(name.slice(at, at + 2), known)) words++;
  if (words > 0 && name.length - words < 3) return undefined;
  const met = name.length > 2 && metBefore.test(name) ? 1 : 0;
  return 2 + 0.7 * (name.length - 2) + 0.5 * (name.length - unknown) + words + met;
}

const endingLasts = new Set([...companyEndings].map((ending) => ending.charAt(ending.length - 1)));

/** The longest ending of a company's name that a text has, with something before it. */
function endingOf(text: string): string | undefined {
  if (!endingLasts.has(text.charAt(text.length - 1))) return undefined;
  for (let length = Math.min(longestEnding, text.length - 1); length > 0; length--)
    if (companyEndings.has(text.slice(-length))) return text.slice(-length);
  return undefined;
}
