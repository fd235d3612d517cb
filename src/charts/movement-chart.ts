import type { TopLevelSpec } from 'vega-lite';
import { formatsOf } from '../language/catalogs.ts';
import { numberFormat } from '../language/intl-formats.ts';
import type { Locale } from '../language/locale.ts';
import { sayIn } from '../language/messages.ts';
import { firstOf } from './bands.ts';
import { emptyChart } from './empty-chart.ts';
import { heatMatrix, mostColumns } from './heat-matrix.ts';

/**
 * Who moved from which segment to which between two runs: a matrix in which movers are coloured and those who stayed,
 * on the diagonal, are not.
 * @param input.segments by id, in the order to draw; above eight only the first are, and the chart says so
 * @param input.flows `from` and `to` are ids of the segments; null: in none. Flows of other segments are left out
 */
export function movementChart(input: {
  segments: readonly { id: number; name: string }[];
  flows: readonly { from: number | null; to: number | null; customers: number }[];
  locale: Locale;
}): TopLevelSpec {
  const { flows, locale } = input;
  const segments = input.segments.slice(0, mostColumns);
  const say = sayIn(locale);
  const title = say('charts.movement.title');
  const key = say('charts.movement.key');
  const none = say('charts.movement.none');
  const gone = say('charts.movement.gone');
  const ids = segments.map(({ id }) => id);
  const shown = flows.filter(
    ({ from, to, customers }) =>
      customers > 0 &&
      (from === null ? to !== null : ids.includes(from)) &&
      (to === null || ids.includes(to)),
  );
  if (shown.length === 0) return emptyChart(title, locale);
  const arrived = shown.some(({ from }) => from === null);
  const left = shown.some(({ to }) => to === null);
  const most = Math.max(
    1,
    ...shown.filter(({ from, to }) => from !== to).map(({ customers }) => customers),
  );
  const largest = Math.max(...shown.map(({ customers }) => customers));
  const count = numberFormat(formatsOf(locale), {
    notation: largest >= (segments.length > 5 ? 1_000 : 10_000) ? 'compact' : 'standard',
  });
  const cut = firstOf(input.segments.length, locale, mostColumns);
  const place = (id: number | null) => (id === null ? ids.length : ids.indexOf(id));
  return heatMatrix({
    title,
    key: [key, ...(cut === undefined ? [] : [cut])],
    rows: [...segments.map(({ name }, at) => `${at + 1} ${name}`), ...(arrived ? [none] : [])],
    columns: [...segments.map((_, at) => String(at + 1)), ...(left ? [gone] : [])],
    cells: shown.map(({ from, to, customers }) => ({
      row: place(from),
      column: place(to),
      heat: from === to ? 0 : customers / most,
      figure: count.format(customers),
    })),
  });
}
