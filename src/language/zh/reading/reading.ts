import { readPhraseList, readPhrasesByTopic } from '../../phrase-list.ts';
import { defineReading } from '../../reading.ts';
import { assumptions } from './assumptions.ts';
import { choices } from './choices.ts';
import { dayAhead, dayBehind } from './day-ahead.ts';
import { exports } from './exports.ts';
import { fillerPhrases } from './filler-phrases.ts';
import { followUps } from './follow-ups.ts';
import { mentions } from './mentions.ts';
import { findName } from './names.ts';
import { numbersInDigits, readNumeral } from './numerals.ts';
import { opportunities } from './opportunities.ts';
import { questions } from './questions.ts';
import { schedule } from './schedule.ts';
import { segments } from './segments.ts';
import { smallTalk } from './small-talk.ts';
import { statements } from './statements.ts';
import { simplified } from './traditional-characters.ts';

export default defineReading({
  vocabulary: {
    spaced: false,
    joiner: '·',
    concepts: readPhrasesByTopic(new URL('lexicon.txt', import.meta.url)),
    fillers: readPhraseList(new URL('fillers.txt', import.meta.url)),
  },
  plain: simplified,
  fillerPhrases,
  numbersInDigits,
  numeral: readNumeral,
  schedule,
  mentions,
  statements,
  opportunities,
  exports,
  questions,
  dayAhead,
  dayBehind,
  segments,
  assumptions,
  choices,
  findName,
  smallTalk,
  followUps,
});
