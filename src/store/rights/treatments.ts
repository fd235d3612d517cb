import { type SQL, sql } from 'drizzle-orm';
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core';
import { customerTables } from '../row-security/policies.ts';
import * as schema from '../schema.ts';
import { type HeldPerson, hasWords, isAbout, tellingContent } from './held-person.ts';

/** How a table that holds something of a customer is treated where one is forgotten or told what is held of them. */
export type Treatment = {
  table: PgTable;
  /** which of its rows are about a person */
  rows(person: HeldPerson): SQL;
  /** by which rows are found again, where finding them is a search of many texts */
  key?: PgColumn;
  /** the columns in which no words of a person stand but in their rows */
  searched?(person: HeldPerson): PgColumn[];
  /**
   * What becomes of these rows where the person is forgotten: they go, or go in part, or stay. The statements run in turn, over
   * the rows that a condition holds them to.
   */
  forget:
    | { how: 'deleted' }
    | { how: 'emptied'; statements(person: HeldPerson, rows: SQL): SQL[] }
    | { how: 'kept' };
  /**
   * What of a row is told to the person: all of it unless said, and of what others are told of too, when and where alone, as JSON
   * by the names that its columns are to have.
   */
  told?: SQL;
};

/** Tables with a customer's id in each row: whatever is in a row is theirs. */
const byId = customerTables.map(
  (table): Treatment => ({
    table,
    rows: ({ id }) => (table === schema.customers ? sql`id = ${id}` : sql`customer_id = ${id}`),
    forget: { how: 'deleted' },
  }),
);

const effectOf = (id: number) => sql`(effect ->> 'customerId')::int is not distinct from ${id}`;
const delivered = ({ id, words }: HeldPerson) =>
  sql`(${hasWords(sql`content`, 'json', words)}
    or takable -> 'customers' @> ${JSON.stringify([{ id }])}::jsonb
    or shown_takers ? ${String(id)} or told -> 'atRisk' @> ${String(id)}::jsonb)`;

/** Tables that hold customers otherwise: in lists of ids, in texts that were said or sent, in what was typed. */
const otherwise: readonly Treatment[] = [
  {
    table: schema.answersBefore,
    rows: ({ id, words }) =>
      sql`(${id} = any (customer_ids) or ${hasWords(sql`entities`, 'json', words)})`,
    key: schema.answersBefore.id,
    forget: { how: 'deleted' },
    told: sql`jsonb_build_object('at', at, 'channel', channel, 'intent', intent)`,
  },
  {
    table: schema.chartLinks,
    rows: (person) => isAbout(schema.chartLinks.message, schema.chartLinks.spec, person),
    key: schema.chartLinks.id,
    searched: (person) => tellingContent(schema.chartLinks.spec, person),
    forget: { how: 'deleted' },
    told: sql`jsonb_build_object('expires_at', expires_at)`,
  },
  {
    table: schema.inbox,
    rows: (person) => isAbout(schema.inbox.key, schema.inbox.reply, person),
    key: schema.inbox.id,
    searched: (person) => tellingContent(schema.inbox.reply, person),
    forget: { how: 'deleted' },
    told: sql`jsonb_build_object('at', at, 'read_at', read_at)`,
  },
  {
    table: schema.ingestRejects,
    rows: ({ words, holdings }) =>
      sql`(${hasWords(sql`value`, 'text', words)} or value in (select jsonb_array_elements_text(${JSON.stringify(holdings)}::jsonb)))`,
    forget: { how: 'deleted' },
    told: sql`to_jsonb(t) - 'id' - 'batch_id'`,
  },
  {
    table: schema.votes,
    rows: ({ words }) => hasWords(sql`words`, 'text', words),
    forget: {
      how: 'emptied',
      statements: (_, rows) => [sql`update votes set words = null where ${rows}`],
    },
    told: sql`jsonb_build_object('at', at, 'intent', intent, 'words', words)`,
  },
  {
    table: schema.actions,
    rows: ({ id }) => sql`effects @> ${JSON.stringify([{ customerId: id }])}::jsonb`,
    forget: {
      how: 'emptied',
      statements: ({ id }, rows) => [
        sql`delete from actions where ${rows} and not exists (
              select from jsonb_array_elements(effects) effect where not ${effectOf(id)})`,
        sql`update actions set effects = (
              select jsonb_agg(effect) from jsonb_array_elements(effects) effect where not ${effectOf(id)})
            where ${rows}`,
      ],
    },
    told: sql`jsonb_build_object('at', at, 'intent', intent, 'undone_at', undone_at)`,
  },
  {
    table: schema.deliveries,
    rows: delivered,
    key: schema.deliveries.id,
    searched: () => [schema.deliveries.content],
    forget: {
      how: 'emptied',
      statements: ({ id }, rows) => [
        // A notice is what it says: one that has not gone out yet goes with whom it is about.
        sql`delete from deliveries where digest_id is null and state in ('due', 'sending') and ${rows}`,
        sql`update deliveries set content = null, takable = null,
              shown_takers = shown_takers - ${String(id)},
              told = case when told ? 'atRisk' then jsonb_set(told, '{atRisk}', (
                select coalesce(jsonb_agg(each), '[]') from jsonb_array_elements(told -> 'atRisk') each
                where each <> ${String(id)}::jsonb)) else told end
            where ${rows}`,
      ],
    },
    told: sql`jsonb_build_object('channel', channel, 'slot', slot, 'sent_at', sent_at, 'state', state)`,
  },
  {
    table: schema.accessLog,
    rows: ({ id }) => sql`customer_ids @> array[${id}]::int[]`,
    forget: { how: 'kept' },
    told: sql`jsonb_build_object('at', at, 'channel', channel, 'intent', intent, 'role', (select role from managers m where m.id = manager_id))`,
  },
];

/** Every table that holds something of customers, those that refer to them first. */
export const treatments: readonly Treatment[] = [
  ...otherwise,
  ...byId.filter(({ table }) => table !== schema.customers),
  ...byId.filter(({ table }) => table === schema.customers),
];

/** Tables of the bank, of its people and of the service, in which no row is about a customer. */
export const ofNoCustomer: readonly PgTable[] = [
  schema.accessRules,
  schema.accessSeals,
  schema.accessUnsealed,
  schema.answersGiven,
  schema.apiTokens,
  schema.bank,
  schema.branches,
  schema.campaigns,
  schema.changedBranches,
  schema.delegations,
  schema.digests,
  schema.forgotten,
  schema.handledEvents,
  schema.identities,
  schema.ingestBatches,
  schema.managers,
  schema.models,
  schema.outletHolds,
  schema.playbooks,
  schema.runFlows,
  schema.runHolders,
  schema.runMonths,
  schema.runStakes,
  schema.runThemes,
  schema.runTotals,
  schema.secrets,
  schema.segments,
  schema.signIns,
  schema.signInTickets,
  schema.slackRefusedForms,
  schema.teamsConversations,
  schema.totalledRuns,
  schema.valuationRuns,
];
