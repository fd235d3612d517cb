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
import { findName } from './names.ts';
import { numbersInDigits, readNumeral, spokenId } from './numerals.ts';
import { opportunities } from './opportunities.ts';
import { pinyin } from './pinyin.ts';
import { questions } from './questions.ts';
import { schedule } from './schedule.ts';
import { segments } from './segments.ts';
import { smallTalk } from './small-talk.ts';
import { statements } from './statements.ts';
import { simplified, traditionalFor } from './traditional-characters.ts';

export default defineReading({
  vocabulary: {
    spaced: false,
    joiner: '·',
    concepts: readPhrasesByTopic(new URL('lexicon.txt', import.meta.url)),
    senses: readPhrasesByTopic(new URL('senses.txt', import.meta.url)),
    fillers: readPhraseList(new URL('fillers.txt', import.meta.url)),
  },
  plain: simplified,
  otherWays: traditionalFor,
  transcription: pinyin,
  legalForms: {
    股份有限公司: '股份',
    有限责任公司: '有限',
    有限公司: '有限',
    集团公司: '集团',
    集团: '集团',
    公司: '公司',
  },
  titlesBehind: ['先生', '女士', '小姐', '太太', '老师', '老板'],
  spokenId,
  fillerPhrases,
  numbersInDigits,
  numeral: readNumeral,
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
  findName,
  smallTalk,
  followUps,
});
