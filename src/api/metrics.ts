import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { StoreHeld } from '../store/store.ts';

/** What the server counts. No label carries anything of a customer or a person, and each has few values. */
export type Metrics = ReturnType<typeof createMetrics>;

/** Up to how many seconds answers, requests and charts are told apart. */
const briefly = [0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10];

/** Makes the metrics of one server; docs/operations.md says what each is for. */
export function createMetrics() {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  return {
    registry,
    answers: new Counter({
      name: 'bellwether_answers_total',
      help: 'Questions answered, by channel, command and what came of them',
      labelNames: ['channel', 'intent', 'outcome'],
      registers,
    }),
    answerSeconds: new Histogram({
      name: 'bellwether_answer_seconds',
      help: 'Time to answer a question, by channel and command',
      labelNames: ['channel', 'intent'],
      buckets: briefly,
      registers,
    }),
    answersUnderWay: new Gauge({
      name: 'bellwether_answers_under_way',
      help: 'Questions that are being answered at this moment',
      registers,
    }),
    readings: new Counter({
      name: 'bellwether_readings_total',
      help: 'Sentences by language and whether it was plain to the reader what they ask: sure or unsure',
      labelNames: ['locale', 'reading'],
      registers,
    }),
    votes: new Counter({
      name: 'bellwether_votes_total',
      help: 'Votes on answers by the command that gave them, helpful or not_helpful; one that changed counts again',
      labelNames: ['intent', 'vote'],
      registers,
    }),
    languageModel: new Counter({
      name: 'bellwether_language_model_total',
      help: 'Sentences that the reader was unsure of, by what the language model made of them',
      labelNames: ['outcome'],
      registers,
    }),
    languageModelSeconds: new Histogram({
      name: 'bellwether_language_model_seconds',
      help: 'Time that the language model took',
      buckets: [0.1, 0.25, 0.5, 1, 2, 3, 5, 10],
      registers,
    }),
    requestSeconds: new Histogram({
      name: 'bellwether_http_request_seconds',
      help: 'Time to answer a request, by method, route and status',
      labelNames: ['method', 'route', 'status'],
      buckets: briefly,
      registers,
    }),
    charts: new Counter({
      name: 'bellwether_charts_total',
      help: 'Charts drawn, failed, or refused because too many waited',
      labelNames: ['outcome'],
      registers,
    }),
    chartSeconds: new Histogram({
      name: 'bellwether_chart_seconds',
      help: 'Time to draw a chart, with what it waited for its turn',
      buckets: briefly,
      registers,
    }),
    chartsUnderWay: new Gauge({
      name: 'bellwether_charts_under_way',
      help: 'Charts that are drawn or wait for their turn at this moment',
      registers,
    }),
    deliveryAttempts: new Counter({
      name: 'bellwether_delivery_attempts_total',
      help: 'Attempts at digests and notices by this replica, by channel and outcome; later: it is tried again',
      labelNames: ['channel', 'outcome'],
      registers,
    }),
    deliverySeconds: new Histogram({
      name: 'bellwether_delivery_seconds',
      help: 'Time from when a digest or notice was due until it arrived',
      labelNames: ['channel'],
      buckets: [1, 5, 15, 30, 60, 120, 300, 900, 3600, 10_800],
      registers,
    }),
    storeUp: new Gauge({
      name: 'bellwether_store_up',
      help: 'Whether the store answered when these metrics were read: 1, or 0, and what is counted in the store is left out',
      registers,
    }),
    storeBytes: new Gauge({
      name: 'bellwether_store_bytes',
      help: 'Bytes that the database takes',
      registers,
    }),
    storeMemory: new Gauge({
      name: 'bellwether_store_memory_bytes',
      help: 'Memory of the embedded database in this process; absent where the database is a server',
      registers,
    }),
    storeConnections: new Gauge({
      name: 'bellwether_store_connections',
      help: 'Connections of this replica to the store, active or idle',
      labelNames: ['state'],
      registers,
    }),
    storeWaiting: new Gauge({
      name: 'bellwether_store_waiting',
      help: 'Statements of this replica that wait for a connection',
      registers,
    }),
    deliveries: new Gauge({
      name: 'bellwether_deliveries',
      help: 'Digests and notices of the last 24 hours by channel and state (docs/deliveries.md)',
      labelNames: ['channel', 'state'],
      registers,
    }),
    deliveriesWaiting: new Gauge({
      name: 'bellwether_deliveries_waiting_seconds',
      help: 'How long the oldest digest or notice that has not arrived yet has been due; 0: none waits',
      registers,
    }),
    digests: new Gauge({
      name: 'bellwether_digests',
      help: 'Digests by channel: active, paused by somebody, or stopped because they cannot be sent',
      labelNames: ['channel', 'state'],
      registers,
    }),
    jobs: new Gauge({
      name: 'bellwether_jobs',
      help: 'Jobs by queue: waiting, active, or failed within the last day',
      labelNames: ['queue', 'state'],
      registers,
    }),
    jobsOldest: new Gauge({
      name: 'bellwether_jobs_oldest_seconds',
      help: 'How long ago the oldest job of a queue and state could first have begun',
      labelNames: ['queue', 'state'],
      registers,
    }),
    runs: new Gauge({
      name: 'bellwether_valuation_runs',
      help: 'Valuation runs of the last 7 days: running, published or failed, and the step they are or ended at',
      labelNames: ['outcome', 'step'],
      registers,
    }),
    runDone: new Gauge({
      name: 'bellwether_valuation_run_done_ratio',
      help: 'How much of the valuation run under way is done, 0 to 1; absent where none is',
      registers,
    }),
    runAlive: new Gauge({
      name: 'bellwether_valuation_run_alive',
      help: 'Whether the process of the valuation run under way lives: 1 or 0; absent where none is',
      registers,
    }),
    runPublished: new Gauge({
      name: 'bellwether_valuation_run_published_timestamp_seconds',
      help: 'When the run was published that questions are answered from; absent before the first',
      registers,
    }),
    runAsOf: new Gauge({
      name: 'bellwether_valuation_run_as_of_timestamp_seconds',
      help: 'The day as of which that run values customers',
      registers,
    }),
    runCustomers: new Gauge({
      name: 'bellwether_valuation_run_customers',
      help: 'How many customers that run valued',
      registers,
    }),
    runStepSeconds: new Gauge({
      name: 'bellwether_valuation_run_step_seconds',
      help: 'How long the steps of that run took',
      labelNames: ['step'],
      registers,
    }),
    imports: new Gauge({
      name: 'bellwether_imports',
      help: 'Imports of the last 24 hours: running, done or failed',
      labelNames: ['status'],
      registers,
    }),
    importRows: new Gauge({
      name: 'bellwether_import_rows',
      help: 'Rows of the imports of the last 24 hours: read, stored, unchanged, rejected and the like',
      labelNames: ['result'],
      registers,
    }),
    importDone: new Gauge({
      name: 'bellwether_import_done_timestamp_seconds',
      help: 'When the last import was done; absent before the first',
      registers,
    }),
  };
}

/** Sets the metrics of what a store holds in this process. */
export function measureHeld(metrics: Metrics, { connections, waiting, memory }: StoreHeld): void {
  metrics.storeConnections.set({ state: 'active' }, connections.active);
  metrics.storeConnections.set({ state: 'idle' }, connections.idle);
  metrics.storeWaiting.set(waiting);
  if (memory === undefined) metrics.storeMemory.remove();
  else metrics.storeMemory.set(memory);
}
