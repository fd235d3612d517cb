import { FastifyOtelInstrumentation } from '@fastify/otel';
import { context, propagation, SpanStatusCode, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources';
import {
  BatchSpanProcessor,
  ParentBasedSampler,
  type Span,
  type SpanExporter,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import type { FastifyInstance } from 'fastify';
import { useTracer } from '../tracing/span.ts';

/** Traces that are told to a collector. */
export type Traces = {
  /** Has the requests of a server begin spans; called before its routes are registered. */
  follow(server: FastifyInstance): Promise<void>;
  /** Tells what is not told yet, and ends. */
  stop(): Promise<void>;
};

/** Takes away what an error says: it may repeat the values of a statement, or the request. */
const withoutMessages = {
  onStart: () => undefined,
  onEnding(span: Span) {
    if (span.status.message !== undefined) span.setStatus({ code: SpanStatusCode.ERROR });
  },
  onEnd: () => undefined,
  forceFlush: async () => undefined,
  shutdown: async () => undefined,
};

/**
 * Starts telling traces by OTLP over HTTP, to where the standard variables say (`OTEL_EXPORTER_OTLP_ENDPOINT`, `…_HEADERS` and the
 * like).
 * @param options.share which share of the traces that begin here is told, 0 to 1
 * @param options.joins whether a trace goes on that a request is part of, as one of a proxy before this server
 * @param options.exporter unless given, that of OTLP
 */
export async function startTraces({
  share,
  joins,
  exporter = new OTLPTraceExporter(),
}: {
  share: number;
  joins: boolean;
  exporter?: SpanExporter;
}): Promise<Traces> {
  const named = resourceFromAttributes({ 'service.name': 'bellwether' });
  const provider = new TracerProvider({
    resource: named.merge(detectResources({ detectors: [envDetector] })),
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(share) }),
    spanProcessors: [withoutMessages, new BatchSpanProcessor({ exporter })],
  });
  const contexts = new AsyncLocalStorageContextManager().enable();
  context.setGlobalContextManager(contexts);
  trace.setGlobalTracerProvider(provider);
  if (joins) propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  useTracer(provider.getTracer('bellwether'));
  const requests = new FastifyOtelInstrumentation({
    instrumentHooks: false,
    recordExceptions: false,
    requestHook(span, { method, routeOptions }) {
      // An address may name a customer.
      const route = routeOptions.url ?? 'none';
      span.updateName(`${method} ${route}`);
      span.setAttribute('url.path', route);
    },
  });
  requests.setTracerProvider(provider);
  return {
    async follow(server) {
      await server.register(requests.plugin());
    },
    async stop() {
      useTracer(undefined);
      await provider.shutdown();
      trace.disable();
      propagation.disable();
      context.disable();
    },
  };
}
