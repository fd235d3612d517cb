import type { Linked } from '../access/principal.ts';
import { type FoundFilters, findFilters, heldTo } from '../conversation/arguments/filters.ts';
import { type CommandContext, commandContext } from '../conversation/command-context.ts';
import { sayProblem } from '../conversation/wording/argument-replies.ts';
import { defaultLocale } from '../language/locale.ts';
import type { Config } from '../settings/settings.ts';
import { keptRun } from '../store/book/kept-runs.ts';
import type { DigestFilters } from '../store/digests/digest-filters.ts';
import type { ListFilters } from '../store/rankings/list-filters.ts';
import type { Store } from '../store/store.ts';
import type { Refusal } from './request-errors.ts';

/** What a question about figures needs. */
export type FiguresOptions = { store: Store; config: Config; now: () => Date };

const noRun: Refusal = {
  status: 503,
  code: 'no_run',
  message: 'No run is published yet. Ask again in a few minutes.',
};

/**
 * What commands of the chat read with, for a person who asks by the API.
 * @param of the newest run up to a day (YYYY-MM-DD), or one by its id; unless given, the run that chat reads
 */
export async function askedContext(
  options: FiguresOptions,
  person: Linked,
  of?: { upTo: string } | { id: number },
): Promise<{ context: CommandContext } | { refusal: Refusal }> {
  const asker = {
    principal: person,
    channel: 'api',
    address: '',
    shared: false,
    locale: defaultLocale,
  } as const;
  if (of === undefined) {
    const context = await commandContext(options, asker);
    return context === undefined ? { refusal: noRun } : { context };
  }
  const run = await keptRun(options.store.db, of);
  const context = run && (await commandContext(options, asker, run));
  if (context !== undefined) return { context };
  const message =
    'id' in of
      ? 'cursor: the figures of that run are no longer kept. Begin again without it.'
      : `asOf: there are no figures of ${of.upTo} or of a day before it. Those of later days are kept.`;
  return { refusal: { status: 404, code: 'no_run', message } };
}

/** What a list is held to by name, looked up as chat does, or which filter names nothing or several. */
export async function askedFilters(
  context: CommandContext,
  said: DigestFilters,
): Promise<{ found: FoundFilters; filters: ListFilters } | { refusal: Refusal }> {
  const finding = await findFilters(said, context);
  if ('found' in finding)
    return { found: finding.found, filters: heldTo(context, finding.found).filters };
  const { filter, summary, details = [], choices = [] } = finding;
  const problems = [summary, ...details].map((each) => sayProblem(each, defaultLocale));
  const entities = choices.map(({ entity }) => String(entity));
  const choose = entities.length === 0 ? [] : [`Say one of: ${entities.join(', ')}.`];
  return {
    refusal: {
      status: 404,
      code: 'not_found',
      message: `${filter}: ${[...problems, ...choose].join(' ')}`,
    },
  };
}
