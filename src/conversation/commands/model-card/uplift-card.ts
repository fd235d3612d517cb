import { qiniChart } from '../../../charts/qini-chart.ts';
import { mostByChance, readUpliftCard } from '../../../scoring/uplift/uplift-card.ts';
import type { Reply } from '../../reply.ts';
import type { Model } from './model.ts';
import type { Reader } from './reader.ts';

/** The card of whom a campaign moves: how well it ranks customers it did not learn from, and which share to contact. */
export function upliftCardReply(model: Model, reader: Reader): Reply {
  const { locale, say, format } = reader;
  const card = readUpliftCard(model.card);
  const { measured, campaign, profit } = card;
  const better = card.byChance <= mostByChance;
  const name = campaign.names[locale] ?? campaign.name;
  const method = (each: typeof measured) =>
    say('uplift-card.method', {
      method: each.method,
      kind: say(`churn-kinds.${each.kind}.inSentence`),
    });
  return {
    title: say('model-card.names.uplift'),
    summary: say(better ? 'uplift-card.summary.better' : 'uplift-card.summary.chance', {
      campaign: name,
      qini: format.fixed(measured.qini, 3),
    }),
    facts: [
      { label: say('uplift-card.facts.campaign'), value: name },
      {
        label: say('uplift-card.facts.customers'),
        value: say('campaign.sizes', {
          treated: card.treated,
          heldOut: card.customers - card.treated,
        }),
      },
      { label: say('uplift-card.facts.method'), value: method(measured) },
      { label: say('uplift-card.facts.qini'), value: format.fixed(measured.qini, 3) },
      { label: say('uplift-card.facts.auuc'), value: format.fixed(measured.auuc, 3) },
      { label: say('uplift-card.facts.byChance'), value: format.percent(card.byChance) },
      ...(profit === null
        ? []
        : [
            {
              label: say('uplift-card.facts.share'),
              value: say('uplift-card.share', {
                share: format.percent(profit.best.share),
                profit: format.money(100 * profit.best.profit),
                everybody: format.money(100 * profit.everybody),
              }),
            },
          ]),
    ],
    table: {
      columns: [
        { label: say('uplift-card.columns.method'), align: 'start' },
        { label: say('uplift-card.columns.qini'), align: 'end' },
        { label: say('uplift-card.columns.auuc'), align: 'end' },
      ],
      rows: card.candidates.map((each) => [
        method(each),
        format.fixed(each.qini, 3),
        format.fixed(each.auuc, 3),
      ]),
    },
    details: [
      say('uplift-card.how'),
      ...(profit === null
        ? [say('uplift-card.noContact')]
        : [
            say('uplift-card.worth', {
              contact: format.money(profit.contact),
              gained: format.money(profit.gained),
            }),
          ]),
    ],
    charts: [
      {
        alt: say('uplift-card.chart.alt', {
          kept: format.number(card.curve.at(-1)?.kept ?? 0),
          half: format.number(
            card.curve.reduce((near, each) => (each.share <= 0.5 ? each : near)).kept,
          ),
        }),
        spec: qiniChart({ curve: card.curve, best: profit?.best.share ?? null, locale }),
      },
    ],
    actions: [
      { label: say('uplift-card.actions.persuadable'), command: 'at-risk by persuadable' },
      { label: say('uplift-card.actions.campaigns'), command: 'campaigns' },
    ],
    visibility: 'channel',
  };
}
