import { readCampaign } from '../../../scoring/campaigns/read-campaign.ts';
import { listCampaigns } from '../../../store/campaigns/campaigns.ts';
import { roles } from '../../../store/kinds.ts';
import { campaign } from '../../arguments/campaign.ts';
import { defineCommand } from '../../command.ts';
import { campaignList } from './list.ts';
import { campaignReply } from './reply.ts';
import { toldCampaign } from './told.ts';

/**
 * Whether a campaign helps: the treated against the held-out, as they were drawn. `data`: `campaign` (`name`, `outcome`
 * retention | contribution | conversion, `product` or null, `startedOn`, `endsOn`, `looks`, `heldOutShare`, `target`, `plan`),
 * `treated` and `heldOut` customers, `day` of `days`, `verdict` early | gain | loss | none | unknown, `on` (the day it is judged
 * by) or null; where too few of either group are beyond the asker's scope, `plan` is null, and the verdict unknown without
 * `groups` and `differences`; `groups` (of each its `customers`, shares `retention` and `conversion`, mean `contribution` in `currency` and
 * number `contacted`) and `differences` (by outcome `difference`, `low`, `high`) or null before that day, `asOf`. Without a name
 * `campaigns`, each with its verdict.
 */
export default defineCommand({
  intent: 'campaign',
  group: 'evidence',
  arguments: { campaign: campaign() },
  allowed: roles,
  async run(context, { campaign: asked }) {
    const { store, run, bank } = context;
    if (asked === undefined) {
      const all = await listCampaigns(store.bankWide);
      const read = await Promise.all(
        all
          .slice(0, mostListed)
          .map(async (each) =>
            toldCampaign(context, each, await readCampaign(store.bankWide, run, each)),
          ),
      );
      return {
        reply: campaignList(context, read, all.length),
        data: {
          campaigns: read.map(({ campaign: each, reading, planTold }) => ({
            ...settled(each, planTold),
            verdict: reading.verdict,
          })),
          asOf: run.asOf,
        },
        seen: read.flatMap(({ few }) => few),
      };
    }
    const told = await toldCampaign(context, asked, await readCampaign(store.bankWide, run, asked));
    const { comparison, progress, verdict, on } = told.reading;
    return {
      reply: campaignReply(context, told),
      data: {
        campaign: settled(asked, told.planTold),
        treated: asked.treated,
        heldOut: asked.heldOut,
        day: progress.day,
        days: progress.days,
        verdict,
        on,
        groups:
          comparison === null ? null : { treated: comparison.treated, heldOut: comparison.heldOut },
        differences: comparison?.differences ?? null,
        currency: bank.currency,
        asOf: run.asOf,
      },
      seen: told.few,
    };
  },
});

const mostListed = 20;

/** What was settled when a campaign began, without who began it, and without a plan that tells of few customers. */
function settled(each: Awaited<ReturnType<typeof listCampaigns>>[number], planTold: boolean) {
  const { name, names, outcome, product, startedOn, endsOn, looks, heldOutShare, target, plan } =
    each;
  return {
    name,
    names,
    outcome,
    product,
    startedOn,
    endsOn,
    looks,
    heldOutShare,
    target,
    plan: planTold ? plan : null,
  };
}
