import { type App, SocketModeReceiver, type SocketModeReceiverOptions } from '@slack/bolt';
import { removalIn } from './listeners.ts';

/**
 * Bolt's receiver of Socket Mode. Bolt acknowledges an event before any work is done; a removal of the app is acknowledged once its
 * event was taken, which is done with its work: until then Slack is to tell of it again.
 */
export class SocketReceiver extends SocketModeReceiver {
  readonly #isTaken: (event: string) => Promise<boolean>;

  /** @param isTaken whether an event was claimed, by its id */
  constructor(options: SocketModeReceiverOptions, isTaken: (event: string) => Promise<boolean>) {
    super(options);
    this.#isTaken = isTaken;
  }

  override init(app: App): void {
    const processEvent = app.processEvent.bind(app);
    app.processEvent = async (event) => {
      const removal = removalIn(event.body);
      if (removal === undefined) return processEvent(event);
      await processEvent({ ...event, ack: async () => {} });
      if (await this.#isTaken(removal)) await event.ack();
    };
    super.init(app);
  }
}
