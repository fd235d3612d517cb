import { normalise } from '../../language/fold.ts';
import { type Claim, claims, type QuestionForm, questionForms } from '../../language/reading.ts';
import { readings } from '../../language/readings.ts';

/** What a question wants to hear first, and what it supposes; no claims where it supposes the opposite of one. */
export type AskedForm = { form: QuestionForm; claims: readonly Claim[] };

const all = readings.flatMap(({ questions, plain }) =>
  questions === undefined ? [] : [{ questions, plain: plain ?? ((text: string) => text) }],
);

/** The form of a question by its words; undefined where they tell none. Takes time linear in the sentence. */
export function askedForm(sentence: string): AskedForm | undefined {
  for (const { questions, plain } of all) {
    const text = plain(normalise(sentence).trim());
    const asked = text.replace(questions.opening, '');
    const form = questionForms.find((each) =>
      questions.forms[each].test(each === 'yesNo' ? text : asked),
    );
    if (form === undefined) continue;
    const supposed = questions.negated.test(text)
      ? []
      : claims.filter((each) => questions.claims[each].test(text));
    return { form, claims: supposed };
  }
  return undefined;
}

/**
 * The one of some claims that a question wants yes or no to; undefined where it asks for something else, or supposes several
 * of them, so that neither word would be an answer.
 */
export function claimOf<Among extends Claim>(
  asked: AskedForm | undefined,
  among: readonly Among[],
): Among | undefined {
  if (asked?.form !== 'yesNo') return undefined;
  const supposed = among.filter((each) => asked.claims.includes(each));
  return supposed.length === 1 ? supposed[0] : undefined;
}
