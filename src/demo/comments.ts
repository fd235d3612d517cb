import { defaultLocale } from '../language/locale.ts';
import type { Random } from '../valuation/numeric/random.ts';
import { oneOf } from './chance.ts';
import written from './comments.json' with { type: 'json' };

/** A language that the demo bank's customers and managers write in. */
export type Language = keyof typeof written;
export type Mood = keyof (typeof written)[Language]['comments'];

/**
 * The language that people of a country write in, where there are comments in it.
 * @param country ISO 3166; undefined: of no other country than the bank's
 */
export function languageIn(country: string | undefined): Language {
  if (country === undefined) return defaultLocale;
  const { language } = new Intl.Locale('und', { region: country }).maximize();
  return isWritten(language) ? language : defaultLocale;
}

const isWritten = (language: string): language is Language => Object.hasOwn(written, language);

/** A comment in a mood: an opening and an ending, either of which may stand alone. */
export function drawComment(random: Random, language: Language, mood: Mood): string {
  const { between, comments } = written[language];
  const { openings, endings } = comments[mood];
  const opening = oneOf(random, openings);
  if (random.next() < 0.35) return opening;
  return opening + between + oneOf(random, endings);
}

/** What a manager wrote down of a contact, of a complaint, of an offer declined, or of what is still to be done. */
export function drawNote(
  random: Random,
  language: Language,
  about: 'contact' | 'complaint' | 'declined' | 'followUp' | 'request' | 'nextStep',
): string {
  const {
    contactNotes,
    complaintNotes,
    declinedNotes,
    followUpNotes,
    requestNotes,
    nextStepNotes,
  } = written[language];
  const notes = {
    contact: contactNotes,
    complaint: complaintNotes,
    declined: declinedNotes,
    followUp: followUpNotes,
    request: requestNotes,
    nextStep: nextStepNotes,
  };
  return oneOf(random, notes[about]);
}
