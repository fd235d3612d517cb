import type { Holding } from '../../../store/customers/customer-changes.ts';
import type { CustomerHistory, Interaction } from '../../../store/customers/customer-history.ts';
import type { CustomerMonth } from '../../../store/customers/customer-months.ts';
import type { Related } from '../../../store/households/related-customers.ts';
import type { LastOpinion } from '../../../store/opinions/themes.ts';
import type { ChurnReason } from '../../../store/schema.ts';
import type { CustomerFigures } from '../../customer-figures.ts';
import type { CustomerOffers } from '../../customer-offers.ts';
import type { Departure } from '../../departure.ts';
import type { ToRaise } from './to-raise.ts';
import type { Aspect, Change, Since } from './what-changed.ts';

/** Everything that a brief tells. */
export type Brief = {
  figures: CustomerFigures;
  /** the newest months the run knows, oldest first */
  months: readonly CustomerMonth[];
  departed: Departure | null;
  history: CustomerHistory;
  /** those not resolved */
  complaints: readonly Interaction[];
  since: Since;
  changed: readonly Change[];
  /** what is known of then and of now */
  compared: readonly Aspect[];
  /** what raises the risk, the strongest first, where the risk is up, or high with nothing known of then */
  reasons: readonly ChurnReason[];
  said: LastOpinion | undefined;
  related: Related;
  raise: readonly ToRaise[];
  offers: CustomerOffers;
  /** what the customer holds */
  held: readonly Holding[];
};
