import { createHash } from 'node:crypto';
import { visibleEffect } from '../../scoring/campaigns/plan-campaign.ts';
import {
  type ProposedCampaign,
  proposeCampaign,
  startCampaign,
  type WantedCampaign,
} from '../../scoring/campaigns/start-campaign.ts';
import { act } from '../../store/actions/act.ts';
import { listCampaigns } from '../../store/campaigns/campaigns.ts';
import type { DigestFilters } from '../../store/digests/digest-filters.ts';
import { campaignName } from '../arguments/campaign-name.ts';
import { campaignTerms, type StartTerms } from '../arguments/campaign-terms.ts';
import { type FoundFilters, filterEntities, filters } from '../arguments/filters.ts';
import { slashForm } from '../arguments/grammar.ts';
import { inQuotationMarks } from '../arguments/line.ts';
import { type CommandContext, type CommandResult, defineCommand } from '../command.ts';
import type { Reply } from '../reply.ts';
import { fewest } from '../small-groups.ts';
import { wantedCampaign } from '../wanted-campaign.ts';
import { actingOf, changedReply } from '../wording/changed-reply.ts';
import { plainReply } from '../wording/fallback-replies.ts';
import { segmentName } from '../wording/segment-words.ts';
import { differenceInWords, targetInWords } from './campaign/sentences.ts';

const intent = 'campaign.start';
const known = { campaignName: campaignName(), campaignTerms: campaignTerms(), ...filters };
const longestName = 80;

/**
 * Starts a campaign with customers held out by lot. First it shows the plan, with a button that draws: nothing is drawn before it is
 * pressed, nor where the plan has changed since it was shown. `data`: `campaign` (its `name`, `outcome`, `product`, `heldOutShare`,
 * `target`, `startedOn`, `endsOn`, `looks` and `plan`), `treated` and `heldOut` customers, `visible` (the smallest effect that so many see, in the unit
 * of the plan's effect) or null, `elsewhere` (`customers` who are held out of other `campaigns`), `started`, and the `action` to undo or null.
 */
export default defineCommand({
  intent,
  group: 'evidence',
  arguments: known,
  changes: true,
  asksItself: true,
  allowed: ['analyst', 'supervisor', 'lead'],
  async run(context, { campaignName: named, campaignTerms: terms, ...found }) {
    const { store, scope, run, bank, now, say } = context;
    const name = named ?? usualName(context, terms, found);
    const { wanted, whose } = wantedCampaign(context, name, terms, found);
    const all = await listCampaigns(store.bankWide);
    if (all.some((each) => each.name.toLowerCase() === name.toLowerCase())) {
      return refused(say('campaign-start.taken', { name }), [
        {
          label: say('campaign-start.actions.show', { name }),
          command: `campaign ${quoted(name)}`,
        },
      ]);
    }
    const about = { now, timezone: bank.timezone };
    const proposed = await proposeCampaign(store.db, scope, run, wanted, about);
    const { candidates, treated, heldOut } = proposed;
    if (Math.min(treated, heldOut) < fewest) {
      const figures = { whose, customers: candidates.length, treated, heldOut, fewest };
      return refused(say('campaign-start.tooFew', figures));
    }
    const data = dataOf(wanted, proposed);
    if (!context.sure || terms.draw !== candidates.length) {
      const { draw: _, ...said } = terms;
      const command = slashForm('campaign start', known, {
        campaignName: name,
        campaignTerms: { ...said, draw: candidates.length },
        ...filterEntities(found),
      });
      if (command === undefined) throw new Error('The start of a campaign has no slash form.');
      return {
        reply: planReply(
          context,
          { wanted, proposed, found },
          {
            title: say('campaign-start.plan.title', { name }),
            summary: say(
              terms.draw === undefined
                ? 'campaign-start.plan.summary'
                : 'campaign-start.plan.changed',
              { whose, treated, heldOut, customers: candidates.length },
            ),
            label: say('campaign-start.actions.draw', { customers: candidates.length }),
            command,
          },
        ),
        data: { ...data, started: false, action: null },
        seen: [],
      };
    }
    const { action, result: id } = await act(store.db, actingOf(context, intent), async (tx) => {
      const started = await startCampaign(tx, wanted, proposed, {
        seed: seedOf(wanted, proposed),
        now,
        startedBy: context.principal.managerId,
      });
      return {
        effects: started === undefined ? [] : [{ of: 'campaign' as const, id: started }],
        result: started,
      };
    });
    // Somebody else took the name in the meantime.
    if (id === undefined) return refused(say('campaign-start.taken', { name }));
    const { facts = [], details = [] } = planReply(context, { wanted, proposed, found });
    return {
      reply: {
        ...changedReply(context, action, {
          title: say('campaign-start.started.title', { name }),
          summary: say('campaign-start.started.summary', { treated, heldOut }),
          details: [say('campaign-start.started.undo'), ...details],
          actions: [
            {
              label: say('campaign-start.actions.show', { name }),
              command: `campaign ${quoted(name)}`,
            },
          ],
        }),
        facts,
      },
      data: { ...data, started: true, action },
      seen: [],
    };

    function refused(summary: string, actions: Reply['actions'] = []): CommandResult {
      return {
        reply: plainReply(say('campaign-start.not'), summary, actions),
        data: { campaign: { name }, started: false, action: null },
        seen: [],
      };
    }
  },
});

const quoted = inQuotationMarks;

/** The filters by what people call them, not by the bank's own ids. */
function calledAs({ locale }: CommandContext, found: FoundFilters): DigestFilters {
  const { branch, segment, manager } = found;
  return {
    ...filterEntities(found),
    ...(branch === undefined ? {} : { branch: branch.name }),
    ...(segment === undefined ? {} : { segment: segmentName(segment, locale) }),
    ...(manager?.name === undefined ? {} : { manager: manager.name }),
  };
}

/** A name that says whom it is for and when it began. */
function usualName(context: CommandContext, { atRisk }: StartTerms, found: FoundFilters): string {
  const { say, format, now, run, bank } = context;
  const whom = targetInWords(
    { target: { ...calledAs(context, found), ...(atRisk ? { atRisk: run.atRisk } : {}) } },
    context,
  );
  const today = new Date(now).toLocaleDateString('sv', { timeZone: bank.timezone });
  const name = say('campaign-start.usualName', { whom, day: format.day(today) });
  return [...name.replaceAll('"', '')].slice(0, longestName).join('');
}

/**
 * The seed of the draw: of the name, the day and who takes part, so that whoever undoes a start and starts it again gets the same
 * groups, and nobody draws until the groups please them.
 */
function seedOf({ name }: WantedCampaign, { startedOn, candidates }: ProposedCampaign): number {
  const text = JSON.stringify([name.toLowerCase(), startedOn, candidates.map(({ id }) => id)]);
  return createHash('sha256').update(text).digest().readUInt32BE(0) >>> 1;
}

function dataOf(wanted: WantedCampaign, proposed: ProposedCampaign) {
  const { name, outcome, product, heldOutShare, target } = wanted;
  const { startedOn, endsOn, looks, plan, treated, heldOut, elsewhere } = proposed;
  return {
    campaign: { name, outcome, product, heldOutShare, target, startedOn, endsOn, looks, plan },
    treated,
    heldOut,
    visible: visibleEffect(plan, wanted, treated + heldOut),
    elsewhere,
  };
}

/** The plan: whom it is for, when it is judged and by what, what it could see, and when it stops. */
function planReply(
  context: CommandContext,
  {
    wanted,
    proposed,
    found,
  }: { wanted: WantedCampaign; proposed: ProposedCampaign; found: FoundFilters },
  asked?: { title: string; summary: string; label: string; command: string },
): Reply {
  const { say, format } = context;
  const { outcome, product } = wanted;
  const { startedOn, endsOn, looks, plan, treated, heldOut, elsewhere } = proposed;
  const members = treated + heldOut;
  const visible = visibleEffect(plan, wanted, members);
  const power = format.percent(plan.power);
  const sizeOf = (effect: number) => differenceInWords(outcome, effect, context);
  const plain = plainReply(
    asked?.title ?? '',
    asked?.summary ?? '',
    asked === undefined ? [] : [{ label: asked.label, command: asked.command }],
    [
      plan.needed === null
        ? say('campaign-start.plan.unknown')
        : say(
            members < plan.needed ? 'campaign-start.plan.tooSmall' : 'campaign-start.plan.enough',
            { members, needed: plan.needed, effect: sizeOf(plan.effect), power },
          ),
      ...(visible === null
        ? []
        : [say('campaign-start.plan.visible', { effect: sizeOf(visible), power })]),
      say('campaign-start.plan.stops', {
        looks: looks.length,
        days: format.list(looks.map((day) => format.day(day))),
        error: format.percent(plan.alpha),
      }),
      say('campaign-start.plan.settled'),
      ...(elsewhere.customers === 0
        ? []
        : [
            say('campaign-start.plan.elsewhere', {
              customers: elsewhere.customers,
              campaigns: format.list(elsewhere.campaigns),
            }),
          ]),
      ...(asked === undefined ? [] : [say('undo.ask.nothingYet')]),
    ],
  );
  return {
    ...plain,
    facts: [
      {
        label: say('campaign.facts.judgedBy'),
        value:
          product === null
            ? say(`campaign.outcomes.${outcome}`)
            : say('campaign.outcomes.conversionOf', { product: say(`products.${product}`) }),
      },
      {
        label: say('campaign.facts.for'),
        value: targetInWords(
          { target: { ...wanted.target, ...calledAs(context, found) } },
          context,
        ),
      },
      {
        label: say('campaign.facts.customers'),
        value: say('campaign.sizes', { treated, heldOut }),
      },
      {
        label: say('campaign.facts.period'),
        value: say('campaign.period', { from: format.day(startedOn), to: format.day(endsOn) }),
      },
    ],
  };
}
