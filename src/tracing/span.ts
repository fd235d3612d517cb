import type { Attributes, Span, Tracer } from '@opentelemetry/api';

/** Loaded and set only where traces are switched on. */
let tracer: Tracer | undefined;

/** SpanStatusCode.ERROR, without loading where it stands. */
const failed = 2;

/** Switches the spans of {@link inSpan} on; undefined switches them off again. */
export function useTracer(given: Tracer | undefined): void {
  tracer = given;
}

/**
 * Does work within a span of a trace, where traces are switched on; otherwise just does it.
 * @param attributes nothing of a customer or a person
 * @param work is given the span, for what is known only at its end; undefined where traces are off
 */
export function inSpan<T>(
  name: string,
  attributes: Attributes,
  work: (span?: Span) => Promise<T>,
): Promise<T> {
  if (tracer === undefined) return work();
  return tracer.startActiveSpan(name, { attributes }, async (span) => {
    try {
      return await work(span);
    } catch (error) {
      // Its message may repeat the values of a statement.
      span.setStatus({ code: failed });
      span.setAttribute('error.type', error instanceof Error ? error.name : typeof error);
      throw error;
    } finally {
      span.end();
    }
  });
}

/** A statement without the values that stand in it. */
const withoutValues = (statement: string): string =>
  statement.replace(/'[^']*(?:'|$)/g, '?').replace(/(?<![$\w])\d+/g, '?');

/** The longest statement that a span tells, in characters. */
const longestStatement = 2000;

/** Carries out a statement of the database within a span that has its text, and none of its values. */
export function inStatementSpan<T>(statement: string, work: () => Promise<T>): Promise<T> {
  if (tracer === undefined) return work();
  const text = withoutValues(statement.slice(0, longestStatement));
  const operation = /^\s*(\w{1,20})/.exec(text)?.[1]?.toUpperCase() ?? 'STATEMENT';
  const attributes = {
    'db.system.name': 'postgresql',
    'db.operation.name': operation,
    'db.query.text': text,
  };
  return inSpan(operation, attributes, work);
}
