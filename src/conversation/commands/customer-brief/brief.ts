import type { Holding } from '../../../store/customers/customer-changes.ts';
import type { CustomerHistory, Interaction } from '../../../store/customers/customer-history.ts';
import type { CustomerMonth } from '../../../store/customers/customer-months.ts';
import type { CustomerFigures } from '../../customer-figures.ts';
import type { CustomerOffers } from '../../customer-offers.ts';
import type { Departure } from '../../departure.ts';
import type { ToRaise } from './to-raise.ts';
import type { Change, Since } from './what-changed.ts';

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
  raise: readonly ToRaise[];
  offers: CustomerOffers;
  /** what the customer holds */
  held: readonly Holding[];
};
