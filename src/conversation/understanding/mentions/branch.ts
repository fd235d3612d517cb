import { readings } from '../../../language/readings.ts';
import { branchSpellings } from '../gazetteer.ts';
import { tokenise } from '../tokenise.ts';
import { slipOfName } from './slip-of-name.ts';
import { everyNamed, type Mentions, markEarliest, mentioned, type Step } from './step.ts';

const said = readings.flatMap(({ mentions }) => mentions?.branch ?? []);
const finders = said.flatMap(({ named }) => named ?? []);
const endings = new Set(said.flatMap(({ endings }) => endings));

/** Branches of the bank, or whatever the sentence says is one. */
export const branch: Step = (mentions, names) => {
  if ('branch' in mentions.entities) return mentions;
  const known = everyNamed(mentions, branchSpellings(names), 'branch');
  if ('branch' in known.entities) return known;
  const named = markEarliest(known, finders, 'branch', (name) => ({ branch: name }));
  if ('branch' in named.entities) return named;
  const ended = namedBeforeEnding(named);
  if ('branch' in ended.entities) return ended;
  const slip = slipOfName(ended.marked.text, branchSpellings(names));
  return slip === undefined ? ended : mentioned(ended, { branch: slip.name }, slip, 'branch');
};

/** What no dictionary knows before the word for a branch, in a language without spaces: 浦东分行. */
function namedBeforeEnding(mentions: Mentions): Mentions {
  const tokens = tokenise(mentions.marked);
  const at = tokens.findIndex(({ kind, said }) => kind === 'joined' && endings.has(said));
  let from = at;
  while (tokens[from - 1]?.kind === 'joined' && tokens[from - 1]?.known === false) from--;
  const [start, end] = [tokens[from]?.start, tokens[at]?.end];
  if (from === at || start === undefined || end === undefined) return mentions;
  const name = mentions.marked.text.slice(start, tokens[at]?.start);
  return name.length < 2
    ? mentions
    : mentioned(mentions, { branch: name }, { start, end }, 'branch');
}
