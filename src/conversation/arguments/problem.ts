import type { Coded } from '../../language/messages.ts';

/** A list of words in a text, joined as the reader's language joins words; or of other texts, which have commas of their own. */
type Listed<Figure> = string extends Figure
  ? Figure | readonly string[] | readonly Problem[]
  : Figure;

type WithLists<Text> = Text extends { code: infer Code; figures: infer Figures }
  ? { code: Code; figures: { [Name in keyof Figures]: Listed<Figures[Name]> } }
  : never;

/** What is to be said of an argument: which text of the catalogs, and the figures in it. */
export type Problem = WithLists<Coded<'arguments'>>;

/** One of several that an argument may mean: what it is called, and the entity that means it alone. */
export type Choice = { label: string; entity: unknown };

/** What else to ask where an argument cannot be answered. */
export type Instead = 'help' | 'top' | 'atRisk' | 'subscribe';

/** Why an argument, as it was said, names nothing or not one thing, and what to do. */
export type Unanswered = {
  title: Problem;
  summary: Problem;
  details?: readonly Problem[];
  /** an entity for an example of how to ask */
  example?: unknown;
  /** each is offered as the whole question with that in place of what was said */
  choices?: readonly Choice[];
  instead?: readonly Instead[];
  /** ids in the store of the customers that this names */
  seen?: readonly number[];
};
