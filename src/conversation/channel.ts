import type { Locale } from '../language/locale.ts';
import type { ChannelName } from '../store/kinds.ts';
import type { DeliveredFile } from './export/exported.ts';
import type { Reply } from './reply.ts';

/** A message that nobody has just asked for, such as a digest. */
export type Message = {
  /** as found in `Question.address` */
  address: string;
  reply: Reply;
  locale: Locale;
  /** the person of the bank as whom it was made; charts by address are shown while they may see them */
  viewer?: number | null;
  /** the slash form that asks the same, where one does */
  opens?: string;
  /** the same for every attempt at the same message; goes out with it, where the platform keeps such a thing */
  key: string;
};

/** What a platform that did not take a message lets expect of another attempt. */
export type Refusal =
  /** another attempt may succeed; `after`: no sooner than so many seconds from now, for anybody on the platform */
  | { kind: 'later'; after?: number }
  /** the conversation cannot be written to any more, until somebody mends that */
  | { kind: 'gone' }
  /** the message will not be taken */
  | { kind: 'refused' };

/** A platform did not take a message, and it is certain that it did not. Any other error leaves open whether it did. */
export class NotTaken extends Error {
  readonly refusal: Refusal;
  /** @param message what the platform says, and what to do; no customer data */
  constructor(message: string, refusal: Refusal, options?: ErrorOptions) {
    super(message, options);
    this.refusal = refusal;
  }
}

/** What a platform knows of a message sent before; unknowable: it cannot be asked. */
export type Found = 'absent' | 'unknowable' | { messageId: string | undefined };

/**
 * Who reads what is delivered to an address: ids of people of the bank; strangers: somebody whom the bank does not know is
 * among them; unknown: the platform does not tell.
 */
export type Readers = readonly number[] | 'strangers' | 'unknown';

/** Delivers messages that nobody has just asked for. */
export type Outlet = {
  name: ChannelName;
  /** Whether others than one person read what is delivered to an address; where that is not known, they may. */
  isShared(address: string): Promise<boolean>;
  /** Who reads what is delivered to an address; absent where the platform cannot be asked. */
  readers?(address: string): Promise<Readers>;
  /**
   * Whether the platform still has a person of the bank (id of the store) as one of the bank's own people, as far as they were ever
   * linked there; absent where the platform cannot be asked.
   * @param address where something is to be delivered to them
   */
  admits?(personId: number, address: string): Promise<boolean>;
  /**
   * Sends a message.
   * @param sending called right before each request by which the platform may take the message; where it rejects, nothing
   *   is sent
   * @returns what the platform calls the message, where it has a name
   * @throws NotTaken where the platform did not take it; what `sending` rejects with; any other error where it may have
   */
  deliver(message: Message, sending: () => Promise<void>): Promise<string | undefined>;
  /**
   * Looks for a message that may have been sent, by its key.
   * @throws NotTaken, or another error, where the platform does not answer now
   */
  find(message: Pick<Message, 'address' | 'key'>): Promise<Found>;
  /**
   * Has a message say something else, for everybody who reads it; absent where a message stays as it is.
   * @param message.messageId what the platform calls it
   * @throws NotTaken where the platform did not; any other error where it may have
   */
  update?(message: Omit<Message, 'key'> & { messageId: string }): Promise<void>;
  /**
   * Shows files below a message; absent where a message cannot have any.
   * @param message.messageId what the platform calls it
   */
  attach?(
    message: Pick<Message, 'address'> & { messageId: string },
    files: readonly DeliveredFile[],
  ): Promise<void>;
  /** Where somebody reads what is for them alone, by the platform's own id of the person as it is linked. */
  privately?(externalId: string): string;
};
