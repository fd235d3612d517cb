import { customersKind } from '../../arguments/customers.ts';
import type { RegisteredCommand } from '../../command.ts';
import type { Intent } from '../../intent.ts';
import type { Reading, Understanding } from '../read-line.ts';
import type {
  Ask,
  Candidate,
  FollowUp,
  Remembered,
  RememberedCustomer,
  Taken,
} from './remembered.ts';

/** A line, as it is read alone, and the answers before it, the newest first. */
export type Situation = {
  line: string;
  alone: Understanding;
  reading: Reading;
  remembered: readonly Remembered[];
};

/** How sure it is that what differs from before is all that differs. */
const takenConfidence = 0.9;
/** So many are offered where one of several may be meant. */
const offered = 5;

/** The command of an intent. */
export const commandOf = (intent: Intent, { commands }: Reading): RegisteredCommand | undefined =>
  commands.find((command) => command.intent === intent);

/** Whether an intent is asked of one customer, of several, or of none in particular. */
export const takesCustomers = (intent: Intent, reading: Reading): 'one' | 'several' | 'none' =>
  customersTaken(commandOf(intent, reading));

/** The same of a command. */
export function customersTaken(command: RegisteredCommand | undefined): 'one' | 'several' | 'none' {
  const kind = command?.arguments.customer?.kind;
  if (kind === undefined) return 'none';
  return kind === customersKind ? 'several' : 'one';
}

/** The lists of which a line may name places, the newest first. */
export const listsOf = ({ remembered }: Situation): Remembered[] =>
  remembered.filter(
    ({ customers, page }) => customers.length > 1 || (page !== null && customers.length > 0),
  );

/** The newest answer that was about customers or listed some. */
export const lastOfCustomers = ({ remembered }: Situation): Remembered | undefined =>
  remembered.find(({ customers }) => customers.length > 0);

/** The customers that an answer was about, where it is asked of one or of several, by their ids; otherwise what it said. */
export function entitiesOf(
  { intent, entities, customers }: Remembered,
  reading: Reading,
): Record<string, unknown> {
  const ids = customers.flatMap((each) => each?.externalId ?? []);
  const takes = takesCustomers(intent, reading);
  if (takes === 'one' && ids.length === 1) return { ...entities, customer: ids[0] };
  if (takes === 'several' && ids.length > 1) return { ...entities, customer: ids };
  return { ...entities };
}

/** What a list was held to. */
export function filtersOf(
  { intent, entities }: Remembered,
  reading: Reading,
): Record<string, unknown> {
  const known = commandOf(intent, reading)?.arguments ?? {};
  const isHeld = (name: string) =>
    intent === 'unknown' || known[name]?.kind.isFilter === true || name === 'segment';
  return Object.fromEntries(Object.entries(entities).filter(([name]) => isHeld(name)));
}

/** A question with an intent from before, in the language of a line: all but its entities. */
export const again = (
  { locale }: Understanding,
  { intent }: { intent: Intent },
): Omit<Understanding, 'entities'> => ({
  intent,
  confidence: takenConfidence,
  locale,
  nearest: [],
  asks: [],
  sentence: true,
});

/** What a line was understood to ask; `taken` is what of it was taken from before. */
export const understood = (
  understanding: Understanding,
  taken?: Taken,
): Extract<FollowUp, { kind: 'understood' }> => ({
  kind: 'understood',
  understanding,
  ...(taken === undefined ? {} : { taken }),
});

/** A question to the asker, instead of a guess. */
export const asked = (
  { alone }: Situation,
  asks: Ask['asks'],
  ask: Partial<Omit<Ask, 'asks'>> = {},
): FollowUp => ({
  kind: 'asked',
  ask: { intent: alone.intent, locale: alone.locale, candidates: [], ...ask, asks },
});

/** A question of one customer that may be about any of several: those of an answer, the likeliest first. */
export function askWhich(
  situation: Situation,
  { intent, entities }: Pick<Understanding, 'intent' | 'entities'>,
  customers: readonly (RememberedCustomer | null)[],
): FollowUp {
  const { customer: _, ...others } = entities;
  const seen = new Map(
    customers.flatMap((customer) => (customer === null ? [] : [[customer.externalId, customer]])),
  );
  const candidates = [...seen.values()].slice(0, offered).map(
    (customer): Candidate => ({
      intent,
      entities: { ...others, customer: customer.externalId },
      customer,
    }),
  );
  return asked(situation, 'customer', { intent, candidates });
}
