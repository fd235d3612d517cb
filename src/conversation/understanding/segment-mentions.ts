import { folded } from '../../language/fold.ts';
import { type BankNames, findSpelling } from './gazetteer.ts';

/** Where a text mentions something, and what. */
type Mention = { name: string; start: number; end: number };

const group = 'segments?|groups?|clusters?';
const people = `${group}|customers?|clients?|people`;
const english = new RegExp(
  `^(?:(?:please|can you|could you) )*(?:tell me (?:more |something )?about|(?:i want to )?know (?:more )?about|more about|describe|explain|introduce|who are|what are|how are|(?:show me |give me )?(?:the )?(?:details|profile|portrait) of|what (?:sets|makes|is special about)) (?:the |our |all the )?(?:(?:${group}) )?(?<name>.+?)(?<said>(?: (?:${people})){0,3})(?: (?:like|doing|apart|different))?$`,
  'i',
);
const chineseGroup = '客户群体|客户群|群体|客群|分群|人群';
const chinesePeople = `${chineseGroup}|客户|用户`;
const chinese = [
  new RegExp(
    `^(?:请)?(?:帮我)?(?:介绍|说说|讲讲|描述|聊聊|了解|讲一讲|说一说)(?:一下|下)?(?<name>.+?)(?:这个|这类|这群|的)?(?<said>(?:${chinesePeople}){0,2})(?:的?(?:情况|特点|特征|画像))?$`,
  ),
  new RegExp(
    `^(?<name>.+?)(?:这个|这类|这群|的)?(?<said>(?:${chinesePeople}){0,2})(?:是什么样的(?:客户|人)?|是怎样的(?:客户|人)?|有(?:什么|哪些)特点|的特点|的特征|的画像)$`,
  ),
];

/** What may stand after a question. */
const ending = /[ ?.!。]+$/;

/** Who says these speaks of no segment by name. */
const generic =
  /\d|\b(?:this|that|these|those|which|each|every|all|any|my|your|customers?|clients?|branch|model|bank|different|kinds?|types?|in|at)\b|[各每哪谁我你这那]|什么|所有|全部|几个|模型|分行|不同/i;
/** Longer is a sentence rather than a name. */
const longest = 40;

/** Words for people by what they do or are, as segments are called by: savers, young borrowers, 沉睡储户. */
const kindOfPeople =
  /\b(?:the|our) (?:[a-z-]+ ){0,3}?(?!(?:numb|oth|matt|answ|lett|ord|off|us|manag|custom)ers\b)[a-z-]{2,}(?:(?:[bcdfghklmnprtvw]er|tor|ist|tiree)s|famil(?:ies)|students|seniors|households)$|..(?:储户|借款人|投资者|消费者|老人|年轻人|一族)$/i;

/**
 * A part of a segment's name where a sentence asks what a segment is like, as in “tell me about the savers”; or whatever
 * stands in its place where the sentence itself says that it is a segment, or names people as segments do, so that the
 * names there are can be told.
 */
export function findPartOfSegment(
  text: string,
  segments: BankNames['segments'],
): Mention | undefined {
  const asked = text.replace(ending, '');
  for (const pattern of [english, ...chinese]) {
    const groups = pattern.exec(asked)?.groups;
    const name = groups?.name?.trim();
    if (name === undefined || name.length < 2 || name.length > longest || generic.test(name))
      continue;
    const explicit = new RegExp(`(?:^|\\s)(?:${group})$|(?:${chineseGroup})$`, 'i').test(
      groups?.said ?? '',
    );
    const start = text.indexOf(name);
    const people = kindOfPeople.test(text.slice(0, start + name.length));
    if (!explicit && !people && !segments.some((segment) => isPart(name, segment))) continue;
    return { name, start, end: start + name.length };
  }
  return undefined;
}

/** Whether some whole words of a name, or two characters or more of a Chinese one, are what was typed. */
function isPart(typed: string, names: BankNames['segments'][number]): boolean {
  const words = (text: string) =>
    ` ${folded(text).replace(/[,.]/g, ' ').replace(/\s+/g, ' ').trim()} `;
  return Object.values(names).some(
    (name) =>
      words(name).includes(words(typed)) ||
      (/\p{Script=Han}/u.test(name) && folded(name).includes(folded(typed))),
  );
}

/** A further segmentation that a sentence names, as in “segments by spending habits”. */
export function findCut(text: string, cuts: NonNullable<BankNames['cuts']>): Mention | undefined {
  return findSpelling(
    cuts.flatMap((names) =>
      Object.values(names).flatMap((name) =>
        ['by ', 'by their ', '按照', '按', '根据'].map((by) => ({ typed: `${by}${name}`, name })),
      ),
    ),
    text,
  );
}

const saidToBeOne =
  /\b(?:in|of|from|among|within|for) (?:the |our )?(?<name>[\p{Script=Latin}][\p{Script=Latin}, -]{1,38}?) (?:segment|cluster)\b/iu;

/** What a sentence about something else says is a segment, as in “who may leave in the borrowers segment”. */
export function findSegmentSaid(text: string): Mention | undefined {
  const match = saidToBeOne.exec(text);
  const name = match?.groups?.name;
  if (match === null || name === undefined || generic.test(name)) return undefined;
  const start = text.indexOf(name, match.index);
  return { name, start, end: start + name.length };
}
