import type { Locale } from '../../../language/locale.ts';
import type { Intent } from '../../intent.ts';
import type { Understanding } from '../read-line.ts';

/**
 * A customer of an answer before, as the bank calls them, and what tells one of a list from the others: the branch, the tier, the
 * CLV and the churn probability, 0 to 1, of the newest run; null where there is none.
 */
export type RememberedCustomer = {
  externalId: string;
  name: string | null;
  branch?: string | null;
  tier?: string | null;
  clv?: number | null;
  churnProbability?: number | null;
};

/** An answer before, as a question may go on from it. */
export type Remembered = {
  intent: Intent;
  entities: Readonly<Record<string, unknown>>;
  /** whom it was about or listed, in the order of the rows; null is somebody whom the asker may not see any more */
  customers: readonly (RememberedCustomer | null)[];
  /** of a list: the place of its first row, how many a page takes, and whether there are more */
  page: { from: number; limit: number; isMore: boolean } | null;
};

/** What a question took from before. */
export type Taken = {
  /** what was asked, where the line did not say it itself */
  intent?: Intent;
  customers: readonly RememberedCustomer[];
};

/** One of several things that a line may mean: a whole question. */
export type Candidate = {
  intent: Intent;
  entities: Readonly<Record<string, unknown>>;
  /** where the customer is what tells it from the others */
  customer?: RememberedCustomer;
};

/** Why a line cannot be understood by what was before, and what it may mean. */
export type Ask = {
  /**
   * `customer`: one of several, or nobody whom an answer was about; `list`: there is no list; `place`: the list has no
   * such place; `gone`: somebody whom the asker may not see; `order`: the list has no such order; `digest`: it is not what
   * digests are of; `meaning`: it may be one of several questions
   */
  asks: 'customer' | 'list' | 'place' | 'gone' | 'order' | 'digest' | 'meaning';
  locale: Locale;
  /** what was asked, where that is clear */
  intent: Intent;
  candidates: readonly Candidate[];
  /** how many the list shows */
  shown?: number;
};

/** What a line says after the answers before it. */
export type FollowUp =
  | {
      kind: 'understood';
      understanding: Understanding;
      taken?: Taken;
      /** that the line says nothing else: “the next ten”, “only Prague” */
      plainly?: true;
    }
  | { kind: 'asked'; ask: Ask };
