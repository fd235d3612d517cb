import { readPhraseList, readPhrasesByTopic } from '../../phrase-list.ts';
import { defineReading } from '../../reading.ts';
import { assumptions } from './assumptions.ts';
import { campaignStart } from './campaign-start.ts';
import { choices } from './choices.ts';
import { dayAhead, dayBehind } from './day-ahead.ts';
import { exports } from './exports.ts';
import { fillerPhrases } from './filler-phrases.ts';
import { followUps } from './follow-ups.ts';
import { mentions } from './mentions.ts';
import names from './names.json' with { type: 'json' };
import { numbersInDigits } from './numbers.ts';
import { opportunities } from './opportunities.ts';
import { questions } from './questions.ts';
import { schedule } from './schedule.ts';
import { segments } from './segments.ts';
import { writtenOut } from './shorthand.ts';
import { smallTalk } from './small-talk.ts';
import { spokenId } from './spoken-ids.ts';
import { statements } from './statements.ts';
import { stem } from './stem.ts';

export default defineReading({
  vocabulary: {
    spaced: true,
    joiner: "'",
    concepts: readPhrasesByTopic(new URL('lexicon.txt', import.meta.url)),
    senses: readPhrasesByTopic(new URL('senses.txt', import.meta.url)),
    fillers: readPhraseList(new URL('fillers.txt', import.meta.url)),
    ordinary: new Set(readPhraseList(new URL('ordinary-words.txt', import.meta.url))),
    root: stem,
    longForm: (word) => (/in$/i.test(word) ? `${word}g` : undefined),
  },
  writtenOut,
  fillerPhrases,
  numbersInDigits,
  spokenId,
  formsOfName: (name) => (/[a-z]{3}s$/i.test(name) ? [name.slice(0, -1)] : []),
  schedule,
  mentions,
  statements,
  opportunities,
  campaignStart,
  exports,
  questions,
  dayAhead,
  dayBehind,
  segments,
  assumptions,
  choices,
  names: { ...names, possessive: /'s?$/i },
  smallTalk,
  followUps,
});
