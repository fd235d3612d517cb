import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { CountedDeliveries } from '../store/deliveries/count-deliveries.ts';

/** What the server counts. No label carries anything of a customer or a person. */
export type Metrics = {
  registry: Registry;
  answers: Counter<'channel' | 'intent'>;
  answerSeconds: Histogram<'channel'>;
  languageModel: Counter<'outcome'>;
  languageModelSeconds: Histogram;
  votes: Counter<'intent' | 'vote'>;
  deliveries: Gauge<'channel' | 'state'>;
  deliveriesWaiting: Gauge;
};

/** Makes the metrics of one server. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  return {
    registry,
    answers: new Counter({
      name: 'bellwether_answers_total',
      help: 'Questions answered',
      labelNames: ['channel', 'intent'],
      registers: [registry],
    }),
    votes: new Counter({
      name: 'bellwether_votes_total',
      help: 'Votes on answers by the command that gave them, helpful or not_helpful; one that changed counts again',
      labelNames: ['intent', 'vote'],
      registers: [registry],
    }),
    deliveries: new Gauge({
      name: 'bellwether_deliveries',
      help: 'Digests and notices of the last 24 hours by channel and state (docs/deliveries.md)',
      labelNames: ['channel', 'state'],
      registers: [registry],
    }),
    deliveriesWaiting: new Gauge({
      name: 'bellwether_deliveries_waiting_seconds',
      help: 'How long the oldest digest or notice that has not arrived yet has been due; 0: none waits',
      registers: [registry],
    }),
    answerSeconds: new Histogram({
      name: 'bellwether_answer_seconds',
      help: 'Time to answer a question',
      labelNames: ['channel'],
      buckets: [0.05, 0.1, 0.25, 0.5, 1, 2, 5],
      registers: [registry],
    }),
    languageModel: new Counter({
      name: 'bellwether_language_model_total',
      help: 'Sentences that the reader was unsure of, by what the language model made of them',
      labelNames: ['outcome'],
      registers: [registry],
    }),
    languageModelSeconds: new Histogram({
      name: 'bellwether_language_model_seconds',
      help: 'Time that the language model took',
      buckets: [0.1, 0.25, 0.5, 1, 2, 3, 5, 10],
      registers: [registry],
    }),
  };
}

/** Sets the metrics of deliveries to what the store counts. */
export function measureDeliveries(
  { deliveries, deliveriesWaiting }: Metrics,
  counted: readonly CountedDeliveries[],
): void {
  deliveries.reset();
  for (const { channel, state, count } of counted) deliveries.set({ channel, state }, count);
  const waiting = counted.filter(({ state }) => state === 'due' || state === 'sending');
  deliveriesWaiting.set(Math.max(0, ...waiting.map(({ oldest }) => oldest)));
}
