import type { CampaignOutcome } from '../../../store/kinds.ts';
import type { Difference } from '../../../valuation/index.ts';
import type { FoundCampaign } from '../../arguments/campaign.ts';
import type { CommandContext } from '../../command.ts';
import type { ToldCampaign } from './told.ts';

/** Customers in 100 to one decimal below ten, as shares are written; money as it is. */
function figureOf(outcome: CampaignOutcome, value: number, { format }: CommandContext): string {
  if (outcome === 'contribution') return format.money(value);
  const inHundred = 100 * value;
  return format.number(Math.abs(inHundred) < 9.95 ? inHundred : Math.round(inHundred));
}

/** A difference as people say it: how many in 100 customers, or money a customer. */
export function differenceInWords(
  outcome: CampaignOutcome,
  difference: number,
  context: CommandContext,
): string {
  const number = figureOf(outcome, difference, context);
  return outcome === 'contribution' ? number : context.say('campaign.inHundred', { number });
}

/** A difference with the bounds it lies between, as a table or a chart has it beside what it is of. */
export function intervalInWords(
  outcome: CampaignOutcome,
  difference: Difference | null,
  context: CommandContext,
): string {
  if (difference === null) return '–';
  return context.say('campaign.interval', {
    // To one decimal, so that it is what the shares beside it differ by.
    difference:
      outcome === 'contribution'
        ? figureOf(outcome, difference.difference, context)
        : context.format.number(100 * difference.difference),
    ...boundsInWords(outcome, difference, context),
  });
}

function boundsInWords(
  outcome: CampaignOutcome,
  { low, high }: Difference,
  context: CommandContext,
): { low: string; high: string } {
  return { low: figureOf(outcome, low, context), high: figureOf(outcome, high, context) };
}

/** What a campaign did, in one sentence. */
export function verdictSentence(
  context: CommandContext,
  {
    campaign,
    reading: { progress, verdict, comparison },
    withheld,
  }: Pick<ToldCampaign, 'campaign' | 'reading' | 'withheld'>,
): string {
  const { say, format } = context;
  if (withheld) return say('campaign.summary.withheld');
  const { outcome, plan } = campaign;
  const members = campaign.treated + campaign.heldOut;
  const difference = comparison?.differences[outcome] ?? null;
  if (verdict === 'early' || (difference === null && progress.look === null)) {
    const said = {
      day: progress.day,
      days: progress.days,
      next: format.day(progress.next ?? campaign.endsOn),
    };
    return plan.needed !== null && members < plan.needed
      ? say('campaign.summary.tooFew', { ...said, members, needed: plan.needed })
      : say('campaign.summary.early', said);
  }
  if (difference === null) {
    return outcome === 'contribution'
      ? say('campaign.summary.noMonths')
      : say('campaign.summary.noDepartures');
  }
  const bounds = boundsInWords(outcome, difference, context);
  if (verdict === 'none') return say('campaign.summary.none', { outcome, ...bounds });
  const turned =
    verdict === 'gain'
      ? difference
      : { difference: -difference.difference, low: -difference.high, high: -difference.low };
  return say(verdict === 'gain' ? 'campaign.summary.gain' : 'campaign.summary.loss', {
    outcome,
    about: figureOf(outcome, turned.difference, context),
    ...boundsInWords(outcome, turned, context),
  });
}

/** Whom a campaign is for, in words. */
export function targetInWords(
  { target }: Pick<FoundCampaign, 'target'>,
  { say, format }: CommandContext,
): string {
  const { branch, segment, tier, manager, tag, atRisk } = target;
  const parts = [
    ...(atRisk === undefined
      ? []
      : [say('campaign.target.atRisk', { risk: format.percent(atRisk) })]),
    ...(branch === undefined ? [] : [say('arguments.filters.branch', { name: branch })]),
    ...(segment === undefined ? [] : [say('arguments.filters.segment', { name: segment })]),
    ...(tier === undefined || !isTier(tier) ? [] : [say('arguments.filters.tier', { tier })]),
    ...(manager === undefined ? [] : [say('arguments.filters.manager', { name: manager })]),
    ...(tag === undefined ? [] : [say('arguments.filters.tag', { name: tag })]),
  ];
  return parts.length === 0 ? say('campaign.target.all') : format.list(parts);
}

const isTier = (text: string): text is 'high' | 'medium' | 'low' =>
  text === 'high' || text === 'medium' || text === 'low';
