import { knownLanguages } from '../../../language/catalogs.ts';
import { momentIn } from '../../../language/format.ts';
import type { Locale } from '../../../language/locale.ts';
import { type Say, sayIn } from '../../../language/messages.ts';
import type { CountedDeliveries } from '../../../store/deliveries/count-deliveries.ts';
import type { ListedModel } from '../../../store/models/list-models.ts';
import type { CountedJobs } from '../../../store/operations/count-jobs.ts';
import type { CountedRejects, ListedImport } from '../../../store/operations/list-imports.ts';
import type { ListedRun } from '../../../store/operations/list-runs.ts';
import type { OperatedDelivery } from '../../../store/operations/operated-deliveries.ts';
import type { OperatedDigest } from '../../../store/operations/operated-digests.ts';
import type { ListedPerson } from '../../../store/people/list-people.ts';
import type { ListedToken } from '../../../store/tokens/api-tokens.ts';
import { type Html, html } from './html.ts';

/** What an operator sees: how the server stands, and nothing of a customer. */
export type OperatorsView = {
  runs: readonly ListedRun[];
  imports: readonly ListedImport[];
  rejects: readonly CountedRejects[];
  counted: readonly CountedDeliveries[];
  deliveries: readonly OperatedDelivery[];
  digests: readonly OperatedDigest[];
  jobs: readonly CountedJobs[];
  models: readonly ListedModel[];
  people: readonly ListedPerson[];
  tokens: readonly ListedToken[];
};

/** An answer of the log of access, as an auditor reads it. */
export type AuditView = {
  asked: string;
  summary: string;
  columns: readonly string[];
  rows: readonly (readonly string[])[];
  /** the entry that the next page is before; undefined: there is none */
  earlier: string | undefined;
};

/** Who reads a page, and how. */
export type Reader = { locale: Locale; timezone: string; name: string };

type Cell = string | number | Html;
type Column = { label: string; figure?: true; words?: true };

const col = (label: string, of: Omit<Column, 'label'> = {}): Column => ({ label, ...of });

/** A table that scrolls by itself where it is wider than the page. */
function table(
  caption: string,
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
): Html {
  const kind = ({ figure, words }: Column) => (figure ? 'figure' : words ? 'words' : '');
  return html`<div class="wide" role="group" tabindex="0" aria-label="${caption}"><table>
<caption class="unseen">${caption}</caption>
<thead><tr>${columns.map((each) => html`<th scope="col" class="${kind(each)}">${each.label}</th>`)}</tr></thead>
<tbody>${rows.map(
    (row) =>
      html`<tr>${row.map((cell, at) => html`<td class="${kind(columns[at] ?? { label: '' })}">${cell}</td>`)}</tr>`,
  )}</tbody></table></div>`;
}

const section = (id: string, title: string, body: Html, live = true): Html =>
  html`<section id="${id}" aria-labelledby="${id}-title"${live ? html` data-live` : undefined}><h2 id="${id}-title">${title}</h2>${body}</section>`;

const nothing = (say: Say) => html`<p class="quiet">${say('ops.nothing')}</p>`;

const listed = (
  say: Say,
  caption: string,
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
): Html => (rows.length === 0 ? nothing(say) : table(caption, columns, rows));

const button = (label: string, about: string, address: string): Html =>
  html`<button type="button" data-post="${address}" aria-label="${`${label}: ${about}`}">${label}</button>`;

const bad = (text: string, isBad: boolean): Cell =>
  isBad ? html`<span class="bad">${text}</span>` : text;

/** A whole page. */
function page(
  { locale, name }: Reader,
  { title, main, script }: { title: string; main: Html; script: boolean },
): string {
  const say = sayIn(locale);
  const others = [...knownLanguages].filter(([each]) => each !== locale);
  return html`<!doctype html>
<html lang="${locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<link rel="icon" href="web/bell.svg" type="image/svg+xml">
<link rel="stylesheet" href="web/page.css">
<link rel="stylesheet" href="web/ops.css">
${script ? html`<script src="web/ops.js" type="module"></script>` : undefined}
</head>
<body class="ops">
<a class="skip" href="#main">${say('ops.skip')}</a>
<header class="top">
<img class="mark" src="web/bell.svg" alt="" width="28" height="28">
<span class="name">Bellwether</span>
<nav aria-label="${say('ops.pages')}">
<a href="./">${say('ops.chat')}</a>
${others.map(([each, language]) => html`<a href="ops?lang=${each}" lang="${each}">${language.name}</a>`)}
</nav>
</header>
<main id="main">
<h1>${title}</h1>
${name === '' ? undefined : html`<p class="quiet">${say('ops.signedInAs', { name })}</p>`}
${main}
</main>
</body>
</html>`.markup;
}

/** What somebody sees who is not signed in as operator or auditor. */
export function strangersPage(reader: Reader): string {
  const say = sayIn(reader.locale);
  const main = html`<section aria-label="${say('ops.signIn')}"><p>${say('ops.signIn')}</p></section>`;
  return page(reader, { title: say('ops.title'), main, script: false });
}

/** The page of the log of access, where an auditor looks a customer's entries up. */
export function auditPage(reader: Reader, view: AuditView | undefined): string {
  const say = sayIn(reader.locale);
  const found =
    view === undefined
      ? undefined
      : section(
          'entries',
          view.summary,
          html`${listed(
            say,
            view.summary,
            view.columns.map((label) => ({ label })),
            view.rows,
          )}${
            view.earlier === undefined
              ? undefined
              : html`<p><button type="submit" form="search" name="before" value="${view.earlier}">${say('audit.next')}</button></p>`
          }`,
          false,
        );
  const main = html`<section aria-labelledby="search-title"><h2 id="search-title">${say('audit.title')}</h2>
<form id="search" data-post="ops/audit">
<label>${say('ops.audit.customer')}<input name="customer" required maxlength="200" autocomplete="off" value="${view?.asked}"></label>
<button type="submit">${say('ops.audit.search')}</button>
</form></section>${found}`;
  return page(reader, { title: say('ops.title'), main, script: true });
}

/** The page of an operator. */
export function operatorsPage(reader: Reader, view: OperatorsView): string {
  const { locale, timezone } = reader;
  const say = sayIn(locale);
  const moment = momentIn(locale, timezone);
  const at = (date: Date | null) => (date === null ? '–' : moment(date));
  const number = new Intl.NumberFormat(locale);
  const share = new Intl.NumberFormat(locale, { style: 'percent' });
  const figure = { figure: true } as const;

  const runs = view.runs.map((run): Cell[] => [
    String(run.id),
    run.asOf,
    run.status === 'running'
      ? html`<progress max="1" value="${run.done}" aria-label="${say('ops.progress', { id: String(run.id) })}"></progress> ${share.format(run.done)} ${run.alive ? undefined : html`<span class="bad">${say('ops.dead')}</span>`}`
      : bad(say('ops.status', { status: run.status }), run.status === 'failed'),
    run.step ?? '–',
    at(run.startedAt),
    at(run.publishedAt),
    number.format(run.customers),
    run.seconds === null
      ? '–'
      : Object.entries(run.seconds)
          .filter(([, seconds]) => seconds >= 0.1)
          .toSorted(([, a], [, b]) => b - a)
          .map(([step, seconds]) => `${step} ${number.format(Math.round(seconds * 10) / 10)} s`)
          .join(' · '),
  ]);
  const imports = view.imports.map((each): Cell[] => [
    String(each.id),
    each.mapping,
    bad(say('ops.status', { status: each.status }), each.status === 'failed'),
    at(each.startedAt),
    at(each.finishedAt),
    number.format(each.rows.read),
    number.format(each.rows.stored),
    number.format(each.rows.unchanged),
    bad(number.format(each.rows.rejected), each.rows.rejected > 0),
  ]);
  const deliveries = view.deliveries.map((each): Cell[] => [
    String(each.id),
    each.kind ?? say('ops.notice'),
    each.channel,
    at(each.slot),
    bad(say('ops.state', { state: each.state }), each.state === 'failed' || each.state === 'late'),
    number.format(each.attempts),
    each.error === null ? '–' : each.error === 'other' ? say('ops.otherError') : each.error,
    each.retriable ? button(say('ops.retry'), `${each.id}`, `ops/deliveries/${each.id}/retry`) : '',
  ]);
  const digests = view.digests.map((each): Cell[] => [
    String(each.id),
    each.owner,
    each.kind,
    each.channel,
    `${each.cron} · ${each.timezone}`,
    each.pausedBecause !== null
      ? bad(say('ops.stopped', { because: each.pausedBecause }), true)
      : say('ops.paused', { paused: each.paused ? 'yes' : 'no' }),
    each.lastSlot === null || each.lastState === null
      ? '–'
      : `${at(each.lastSlot)} · ${say('ops.state', { state: each.lastState })}`,
    each.paused
      ? each.pausedBecause === null
        ? say('ops.ownersPause')
        : button(say('ops.resume'), `${each.id}`, `ops/digests/${each.id}/resume`)
      : button(say('ops.pause'), `${each.id}`, `ops/digests/${each.id}/pause`),
  ]);
  const main = html`<p id="state" role="status" class="quiet" data-done="${say('ops.done')}" data-not="${say('ops.notDone')}"></p>
${section(
  'runs',
  say('ops.runs'),
  listed(
    say,
    say('ops.runs'),
    [
      col(say('ops.columns.id')),
      col(say('ops.columns.asOf')),
      col(say('ops.columns.status')),
      col(say('ops.columns.step')),
      col(say('ops.columns.started')),
      col(say('ops.columns.published')),
      col(say('ops.columns.customers'), figure),
      col(say('ops.columns.seconds'), { words: true }),
    ],
    runs,
  ),
)}
${section(
  'imports',
  say('ops.imports'),
  html`${listed(
    say,
    say('ops.imports'),
    [
      col(say('ops.columns.id')),
      col(say('ops.columns.mapping')),
      col(say('ops.columns.status')),
      col(say('ops.columns.started')),
      col(say('ops.columns.finished')),
      col(say('ops.columns.read'), figure),
      col(say('ops.columns.stored'), figure),
      col(say('ops.columns.unchanged'), figure),
      col(say('ops.columns.rejected'), figure),
    ],
    imports,
  )}${
    view.rejects.length === 0
      ? undefined
      : html`<h3>${say('ops.rejects')}</h3>${table(
          say('ops.rejects'),
          [
            col(say('ops.columns.import')),
            col(say('ops.columns.column')),
            col(say('ops.columns.reason')),
            col(say('ops.columns.rows'), figure),
          ],
          view.rejects.map((each) => [
            String(each.batchId),
            each.column === '' ? '–' : each.column,
            each.reason,
            number.format(each.count),
          ]),
        )}`
  }`,
)}
${section(
  'deliveries',
  say('ops.deliveries'),
  html`<p class="quiet">${
    view.counted.length === 0
      ? say('ops.nothing')
      : view.counted
          .map(
            ({ channel, state, count }) =>
              `${channel} ${say('ops.state', { state })}: ${number.format(count)}`,
          )
          .join(' · ')
  }</p>${
    deliveries.length === 0
      ? undefined
      : table(
          say('ops.deliveries'),
          [
            col(say('ops.columns.id')),
            col(say('ops.columns.kind')),
            col(say('ops.columns.channel')),
            col(say('ops.columns.due')),
            col(say('ops.columns.status')),
            col(say('ops.columns.attempts'), figure),
            col(say('ops.columns.error'), { words: true }),
            col(say('ops.columns.action')),
          ],
          deliveries,
        )
  }`,
)}
${section(
  'digests',
  say('ops.digests'),
  listed(
    say,
    say('ops.digests'),
    [
      col(say('ops.columns.id')),
      col(say('ops.columns.owner')),
      col(say('ops.columns.kind')),
      col(say('ops.columns.channel')),
      col(say('ops.columns.schedule')),
      col(say('ops.columns.status')),
      col(say('ops.columns.last')),
      col(say('ops.columns.action')),
    ],
    digests,
  ),
)}
${section(
  'jobs',
  say('ops.jobs'),
  listed(
    say,
    say('ops.jobs'),
    [
      col(say('ops.columns.queue')),
      col(say('ops.columns.status')),
      col(say('ops.columns.jobs'), figure),
      col(say('ops.columns.oldest'), figure),
    ],
    view.jobs.map(({ queue, state, count, oldest }) => [
      queue,
      bad(say('ops.job', { state }), state === 'failed'),
      number.format(count),
      `${number.format(Math.round(oldest))} s`,
    ]),
  ),
)}
${section(
  'models',
  say('ops.models'),
  listed(
    say,
    say('ops.models'),
    [
      col(say('ops.columns.id')),
      col(say('ops.columns.kind')),
      col(say('ops.columns.method')),
      col(say('ops.columns.trained')),
      col(say('ops.columns.asOf')),
      col(say('ops.columns.champion')),
    ],
    view.models.map((each) => [
      String(each.id),
      each.kind,
      each.method,
      at(each.trainedAt),
      each.asOf,
      say('ops.champion', { champion: each.champion ? 'yes' : 'no' }),
    ]),
  ),
)}
${section(
  'people',
  say('ops.people'),
  listed(
    say,
    say('ops.people'),
    [
      col(say('ops.columns.name')),
      col(say('ops.columns.email')),
      col(say('ops.columns.role')),
      col(say('ops.columns.branch')),
      col(say('ops.columns.linked')),
    ],
    view.people.map((each) => [
      each.name,
      each.email ?? '–',
      each.role,
      each.branch ?? '–',
      each.linked.length === 0 ? '–' : each.linked.join(', '),
    ]),
  ),
)}
${section(
  'tokens',
  say('ops.tokens'),
  listed(
    say,
    say('ops.tokens'),
    [
      col(say('ops.columns.id')),
      col(say('ops.columns.name')),
      col(say('ops.columns.owner')),
      col(say('ops.columns.scopes'), { words: true }),
      col(say('ops.columns.created')),
      col(say('ops.columns.lastUsed')),
      col(say('ops.columns.expires')),
      col(say('ops.columns.revoked')),
    ],
    view.tokens.map((each) => [
      String(each.id),
      each.name,
      each.email ?? '–',
      each.scopes.join(', '),
      at(each.createdAt),
      at(each.lastUsedAt),
      at(each.expiresAt),
      at(each.revokedAt),
    ]),
  ),
)}`;
  return page(reader, { title: say('ops.title'), main, script: true });
}
