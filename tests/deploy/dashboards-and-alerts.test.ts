import { readFileSync } from 'node:fs';
import { parser } from '@prometheus-io/lezer-promql';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { createMetrics } from '../../src/api/metrics.ts';

/*
 * What is shown and what is alerted of is measured, and somebody who is woken finds what to do.
 */

const rules = z
  .object({
    groups: z.array(
      z.object({
        rules: z.array(
          z.object({
            alert: z.string(),
            expr: z.string(),
            labels: z.object({ severity: z.enum(['page', 'ticket']) }),
            annotations: z.object({ summary: z.string(), runbook: z.string() }),
          }),
        ),
      }),
    ),
  })
  .parse(parse(readFileSync('deploy/prometheus/rules.yml', 'utf8')))
  .groups.flatMap((group) => group.rules);

const panels = z
  .object({
    panels: z.array(
      z.object({
        title: z.string(),
        targets: z.array(z.object({ expr: z.string() })).default([]),
      }),
    ),
  })
  .parse(JSON.parse(readFileSync('deploy/grafana/bellwether.json', 'utf8'))).panels;

const expressions = [
  ...rules.map(({ alert, expr }) => ({ of: alert, expr })),
  ...panels.flatMap(({ title, targets }) => targets.map(({ expr }) => ({ of: title, expr }))),
];

/** The metrics an expression names, and whether it is one. */
function namesIn(expr: string): { metrics: string[]; wrong: boolean } {
  const metrics: string[] = [];
  let wrong = false;
  parser.parse(expr).iterate({
    enter({ type, from, to }) {
      if (type.isError) wrong = true;
      if (type.name === 'Identifier') metrics.push(expr.slice(from, to));
    },
  });
  return { metrics, wrong };
}

/** The series of a metric by its name: of a histogram, three. */
const series = createMetrics()
  .registry.getMetricsAsArray()
  .map((metric) => z.object({ name: z.string(), type: z.string().optional() }).parse(metric));
const ours = new Set(series.flatMap(({ name }) => [name, ...suffixed(name)]));

function suffixed(name: string): string[] {
  return ['_bucket', '_count', '_sum'].map((end) => `${name}${end}`);
}

describe('dashboards and alerts', () => {
  it('are expressions of Prometheus', () => {
    expect(expressions.filter(({ expr }) => namesIn(expr).wrong)).toEqual([]);
    expect(namesIn('sum(rate(a[5m]) by').wrong).toBe(true);
  });

  it('name metrics that a server has', () => {
    // Prometheus itself says whether it could read a server.
    const known = (name: string) => name === 'up' || ours.has(name);
    const unknown = expressions.flatMap(({ of, expr }) =>
      namesIn(expr)
        .metrics.filter((name) => !known(name))
        .map((name) => ({ of, name })),
    );
    expect(unknown).toEqual([]);
  });

  it('show every metric of ours somewhere', () => {
    const named = new Set(expressions.flatMap(({ expr }) => namesIn(expr).metrics));
    const unseen = series
      .map(({ name }) => name)
      .filter((name) => name.startsWith('bellwether_'))
      .filter((name) => ![name, ...suffixed(name)].some((each) => named.has(each)));
    expect(unseen).toEqual([]);
  });

  it('have each a section of the operations page that says what to do', () => {
    const page = readFileSync('docs/operations.md', 'utf8');
    const sections = [...page.matchAll(/^### (Bellwether\w+)$/gm)].map(([, name]) => name);
    expect(sections).toEqual(rules.map(({ alert }) => alert));
    for (const { alert, annotations } of rules)
      expect(annotations.runbook).toBe(`docs/operations.md#${alert.toLowerCase()}`);
  });
});
