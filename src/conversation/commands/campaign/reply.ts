import { intervalChart } from '../../../charts/interval-chart.ts';
import { compareGroups } from '../../../scoring/campaigns/judge-campaign.ts';
import type { CampaignReading } from '../../../scoring/campaigns/read-campaign.ts';
import { type CampaignOutcome, campaignOutcomes } from '../../../store/kinds.ts';
import { campaignName, type FoundCampaign } from '../../arguments/campaign.ts';
import type { CommandContext } from '../../command.ts';
import type { Chart, Reply, Table } from '../../reply.ts';
import { claimOf } from '../../understanding/asked-form.ts';
import { tierName } from '../../wording/customer-words.ts';
import { differenceInWords, intervalInWords, targetInWords, verdictSentence } from './sentences.ts';
import type { ToldCampaign } from './told.ts';

const tiers = ['high', 'medium', 'low'] as const;
/** With fewer of either group a part of a campaign says nothing. */
const fewest = 20;

/** What a campaign did: the sentence first, then what was settled in advance, the groups side by side, and by tier. */
export function campaignReply(context: CommandContext, told: ToldCampaign): Reply {
  const { locale, run, say, format, asked } = context;
  const { campaign, reading, few } = told;
  const { comparison, verdict } = reading;
  return {
    title: campaignName(campaign, locale),
    summary:
      (verdict === 'gain' || verdict === 'loss') && claimOf(asked, ['help']) !== undefined
        ? say('answers.helped', { verdict, found: verdictSentence(context, told) })
        : verdictSentence(context, told),
    facts: factsOf(context, campaign, reading),
    details: [
      ...detailsOf(context, told),
      say('customer-words.asOf', { day: format.day(run.asOf) }),
    ],
    ...(comparison === null ? {} : { table: tableOf(context, reading) }),
    charts: chartsOf(context, campaign, reading),
    actions: [{ label: say('campaign.actions.all'), command: 'campaigns' }],
    visibility: few.length > 0 ? 'asker' : 'channel',
  };
}

function factsOf(
  context: CommandContext,
  campaign: FoundCampaign,
  { comparison, on }: CampaignReading,
): Reply['facts'] {
  const { say, format } = context;
  const { outcome, product, startedOn, endsOn, looks, plan, treated, heldOut } = campaign;
  const fact = (
    key: 'judgedBy' | 'for' | 'customers' | 'period' | 'looks' | 'needed' | 'contacted',
    value: string,
  ) => ({
    label: say(`campaign.facts.${key}`),
    value,
  });
  const size = differenceInWords(outcome, plan.effect, context);
  return [
    fact(
      'judgedBy',
      product === null
        ? say(`campaign.outcomes.${outcome}`)
        : say('campaign.outcomes.conversionOf', { product: say(`products.${product}`) }),
    ),
    fact('for', targetInWords(campaign, context)),
    fact('customers', say('campaign.sizes', { treated, heldOut })),
    fact('period', say('campaign.period', { from: format.day(startedOn), to: format.day(endsOn) })),
    fact('looks', format.list(looks.map((day) => format.day(day)))),
    ...(plan.needed === null
      ? []
      : [
          fact(
            'needed',
            say('campaign.needed', {
              needed: plan.needed,
              effect: size,
              power: format.percent(plan.power),
            }),
          ),
        ]),
    ...(comparison === null || on === null
      ? []
      : [
          fact(
            'contacted',
            say('campaign.contacted', {
              treated: format.percent(comparison.treated.contacted / comparison.treated.customers),
              heldOut: format.percent(comparison.heldOut.contacted / comparison.heldOut.customers),
            }),
          ),
        ]),
  ];
}

function detailsOf(
  context: CommandContext,
  { campaign, reading: { on, progress, verdict }, withheld, own }: ToldCampaign,
): string[] {
  const { scope, say, format } = context;
  const { plan } = campaign;
  const running = context.run.asOf < campaign.endsOn;
  return [
    ...(withheld
      ? []
      : on === null
        ? [say('campaign.details.notBefore')]
        : [say('campaign.details.asDrawn', { day: format.day(on) })]),
    ...(verdict === 'none' &&
    plan.needed !== null &&
    campaign.treated + campaign.heldOut < plan.needed
      ? [
          say('campaign.details.smaller', {
            effect: differenceInWords(campaign.outcome, plan.effect, context),
            needed: plan.needed,
          }),
        ]
      : []),
    say('campaign.details.settled', {
      error: format.percent(plan.alpha),
      looks: progress.look?.last || campaign.looks.length === 1 ? 1 : campaign.looks.length,
    }),
    ...(own.customers === 0
      ? []
      : [
          say(running ? 'campaign.details.ownRunning' : 'campaign.details.own', {
            ...own,
            scope: scope.kind,
          }),
        ]),
  ];
}

function tableOf(context: CommandContext, { comparison }: CampaignReading): Table {
  const { say, format } = context;
  if (comparison === null) throw new Error('A campaign without figures has no table.');
  const { treated, heldOut, differences } = comparison;
  const money = (amount: number | null) => (amount === null ? '–' : format.money(amount));
  const share = (part: number) => format.fixedPercent(part, 1);
  const shown: Record<CampaignOutcome, [string, string]> = {
    retention:
      differences.retention === null
        ? ['–', '–']
        : [share(treated.retention), share(heldOut.retention)],
    contribution: [money(treated.contribution), money(heldOut.contribution)],
    conversion: [share(treated.conversion), share(heldOut.conversion)],
  };
  return {
    columns: [
      { label: say('campaign.columns.outcome'), align: 'start' },
      { label: say('campaign.columns.treated'), align: 'end' },
      { label: say('campaign.columns.heldOut'), align: 'end' },
      { label: say('campaign.columns.difference'), align: 'end' },
    ],
    rows: campaignOutcomes.map((outcome) => [
      say(`campaign.outcomes.${outcome}`),
      ...shown[outcome],
      intervalInWords(outcome, differences[outcome], context),
    ]),
  };
}

/** The effect on all and by tier, each with the bounds it lies between. */
function chartsOf(
  context: CommandContext,
  campaign: FoundCampaign,
  { comparison, parts, z }: CampaignReading,
): Chart[] {
  const { locale, say } = context;
  const { outcome } = campaign;
  const all = comparison?.differences[outcome];
  if (all == null || z === null) return [];
  const byTier = tiers.flatMap((tier) => {
    const part = compareGroups(
      parts.filter((each) => each.tier === tier),
      z,
    );
    const difference = part?.differences[outcome];
    return part == null ||
      difference == null ||
      Math.min(part.treated.customers, part.heldOut.customers) < fewest
      ? []
      : [{ label: say('campaign.tier', { tier: tierName(tier, locale) }), difference }];
  });
  const rows = [{ label: say('campaign.everybody'), difference: all }, ...byTier].map(
    ({ label, difference }) => ({
      label,
      value: difference.difference,
      low: difference.low,
      high: difference.high,
      figure: intervalInWords(outcome, difference, context),
    }),
  );
  return [
    {
      alt: say('campaign.chart.alt', {
        rows: context.format.list(rows.map(({ label, figure }) => `${label}: ${figure}`)),
      }),
      spec: intervalChart({
        title: say('campaign.chart.title'),
        subtitle: say(`campaign.chart.${outcome}`),
        rows,
        locale,
      }),
    },
  ];
}
