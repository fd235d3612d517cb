import { rankingChart } from '../../charts/ranking-chart.ts';
import { roles } from '../../store/kinds.ts';
import { type ThemeQuote, themeQuotes } from '../../store/opinions/themes.ts';
import { filterEntities, filters, heldTo } from '../arguments/filters.ts';
import { commandHeldTo } from '../arguments/held-command.ts';
import { type CommandContext, defineCommand } from '../command.ts';
import { themesExport } from '../export/themes.ts';
import { readThemes, type Theme, type Themes, themeMonths } from '../feedback-themes.ts';
import type { Reply } from '../reply.ts';
import { customerName, monthsInWords } from '../wording/customer-words.ts';
import { plainReply } from '../wording/fallback-replies.ts';
import { quoted, themeName } from '../wording/theme-words.ts';

const shownThemes = 8;
const quotedThemes = 3;

/**
 * What customers complain of most, and whether it moves up or down. `data`: `themes` with `theme`, `count` of comments
 * against the bank and complaints in the newest six months, `change` against the six before, and `sentiment`, the mean of
 * all texts of the theme from −1 to 1 or null; `all` the same of all texts, with `texts`, how many; `from` (the last day
 * before the period) and `asOf`. Quotes are shown where nobody else reads them.
 */
export default defineCommand({
  intent: 'feedback.themes',
  group: 'lists',
  arguments: filters,
  allowed: roles,
  async run(context, names) {
    const { store, scope, run, shared } = context;
    const { filters: held, whose } = heldTo(context, names);
    const found = await readThemes(context, held);
    const named = found.themes
      .filter(({ count }) => count > 0)
      .slice(0, quotedThemes)
      .map(({ theme }) => theme);
    const quotes = shared
      ? []
      : await themeQuotes(store.db, scope, run.id, {
          filters: held,
          periods: found.periods,
          themes: named,
        });
    return {
      reply: themesReply(context, found, quotes, { whose, said: filterEntities(names) }),
      data: { themes: found.themes, all: found.all, from: found.periods.from, asOf: run.asOf },
      seen: quotes.map(({ id }) => id),
      ...(named.length === 0 ? {} : { exported: async () => themesExport(context, found.themes) }),
    };
  },
});

function themesReply(
  context: CommandContext,
  { themes, all, periods }: Themes,
  quotes: readonly ThemeQuote[],
  { whose, said }: { whose: string; said: ReturnType<typeof filterEntities> },
): Reply {
  const { say, format, run, bank, locale } = context;
  const months = monthsInWords(themeMonths, locale);
  const shown = themes.filter(({ count }) => count > 0).slice(0, shownThemes);
  const [first] = shown;
  const actions = [
    { label: say('feedback-themes.actions.metrics'), command: commandHeldTo('metrics', said) },
    { label: say('feedback-themes.actions.atRisk'), command: commandHeldTo('at-risk', said) },
  ];
  if (first === undefined) {
    return plainReply(
      say('feedback-themes.title'),
      say(all.texts === 0 ? 'feedback-themes.nothingSaid' : 'feedback-themes.noComplaint', {
        whose,
        months,
        texts: all.texts,
      }),
      actions,
    );
  }
  const changed = (change: number) =>
    say('feedback-themes.change', {
      direction: change > 0 ? 'up' : change < 0 ? 'down' : 'same',
      change: Math.abs(change),
    });
  const mood = (sentiment: number | null) =>
    sentiment === null ? '–' : format.fixed(sentiment, 2);
  const movers = moved(shown);
  return {
    title: say('feedback-themes.title'),
    summary: say('feedback-themes.summary', {
      whose,
      months,
      theme: themeName(first.theme, say),
      count: first.count,
      all: all.count,
      change: changed(first.change),
    }),
    facts: [
      {
        label: say('feedback-themes.facts.all'),
        value: say('feedback-themes.facts.withChange', {
          count: all.count,
          change: changed(all.change),
        }),
      },
      {
        label: say('feedback-themes.facts.sentiment'),
        value: say('feedback-themes.facts.ofTexts', {
          sentiment: mood(all.sentiment),
          texts: all.texts,
        }),
      },
    ],
    details: [
      ...(movers.up === undefined
        ? []
        : [
            say('feedback-themes.movesUp', {
              theme: themeName(movers.up.theme, say),
              change: movers.up.change,
            }),
          ]),
      ...(movers.down === undefined
        ? []
        : [
            say('feedback-themes.movesDown', {
              theme: themeName(movers.down.theme, say),
              change: -movers.down.change,
            }),
          ]),
      ...quotes.map((quote) =>
        say('feedback-themes.quote', {
          theme: themeName(quote.theme, say),
          text: quoted(quote.text),
          customer: customerName(quote, locale),
          id: quote.externalId,
          day: format.day(quote.saidOn),
        }),
      ),
      say('feedback-themes.period', {
        from: format.day(periods.from),
        to: format.day(run.asOf),
        months,
      }),
    ],
    table: {
      columns: [
        { label: say('feedback-themes.columns.theme'), align: 'start' },
        { label: say('feedback-themes.columns.count'), align: 'end' },
        { label: say('feedback-themes.columns.change'), align: 'end' },
        { label: say('feedback-themes.columns.sentiment'), align: 'end' },
      ],
      rows: shown.map(({ theme, count, change, sentiment }) => [
        themeName(theme, say),
        format.number(count),
        changed(change),
        mood(sentiment),
      ]),
    },
    charts: [
      {
        alt: say('feedback-themes.chart.alt', {
          whose,
          themes: format.list(
            shown.map(({ theme, count }) =>
              say('feedback-themes.chart.one', { theme: themeName(theme, say), count }),
            ),
          ),
        }),
        spec: rankingChart({
          bars: shown.map(({ theme, count, change }) => ({
            label: say('feedback-themes.chart.bar', {
              theme: themeName(theme, say),
              change: changed(change),
            }),
            value: count,
          })),
          title: say('feedback-themes.chart.title', { months }),
          format: 'count',
          currency: bank.currency,
          locale,
        }),
      },
    ],
    actions,
    visibility: 'asker',
  };
}

/** What moves up the most, and down. */
function moved(themes: readonly Theme[]): { up: Theme | undefined; down: Theme | undefined } {
  const sorted = themes.toSorted((a, b) => b.change - a.change);
  const [up] = sorted;
  const down = sorted.at(-1);
  return {
    up: up !== undefined && up.change > 0 ? up : undefined,
    down: down !== undefined && down.change < 0 ? down : undefined,
  };
}
