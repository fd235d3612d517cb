import { randomInt } from 'node:crypto';
import { InvalidArgumentError, Option } from 'commander';
import { printable } from '../channels/terminal/columns.ts';
import { renderTerminal } from '../channels/terminal/render.ts';
import { findFilters } from '../conversation/arguments/filters.ts';
import type { CommandContext } from '../conversation/command-context.ts';
import campaignCommand from '../conversation/commands/campaign/command.ts';
import { fewest } from '../conversation/small-groups.ts';
import { wantedCampaign } from '../conversation/wanted-campaign.ts';
import { defaultLocale, type Locale } from '../language/locale.ts';
import { neutralJson } from '../language/neutral-text.ts';
import { readCampaign } from '../scoring/campaigns/read-campaign.ts';
import {
  type ProposedCampaign,
  proposeCampaign,
  startCampaign,
  type WantedCampaign,
} from '../scoring/campaigns/start-campaign.ts';
import { listCampaigns } from '../store/campaigns/campaigns.ts';
import {
  type CampaignOutcome,
  campaignOutcomes,
  type ProductKind,
  productKinds,
} from '../store/kinds.ts';
import { type AddCommand, CommandFailed, type Terminal } from './host.ts';
import { localeOption } from './locale-option.ts';
import { operatorContext } from './operator.ts';
import { textTable } from './text-table.ts';

/** The options of `campaign start`. */
type StartOptions = {
  branch?: string;
  segment?: string;
  tier?: string;
  tag?: string;
  manager?: string;
  atRisk?: true;
  share: number;
  outcome: CampaignOutcome;
  product?: ProductKind;
  days: number;
  looks: number;
  effect?: number;
  seed?: number;
  plan?: true;
  json?: true;
};

const longestName = 80;
const longestDays = 730;
const largestSeed = 2 ** 31;

const share = (text: string): number => {
  const match = /^(\d{1,2}(?:\.\d{1,4})?)\s?%$/.exec(text);
  const value = match === null ? Number(text) : Number(match[1]) / 100;
  if (!(value >= 0.01 && value <= 0.9)) {
    throw new InvalidArgumentError('Expected a share from 1% to 90%, such as 20%.');
  }
  return value;
};

const whole = (from: number, to: number) => (text: string) => {
  const value = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= from && value <= to)) {
    throw new InvalidArgumentError(`Expected a whole number from ${from} to ${to}.`);
  }
  return value;
};

const effect = (text: string): number => {
  const value = /^\d{1,9}(?:\.\d{1,4})?$/.test(text) ? Number(text) : Number.NaN;
  if (!(value > 0)) throw new InvalidArgumentError('Expected a number above 0, such as 5.');
  return value;
};

/** `bellwether campaign`: start one with customers held out, and see what it did. */
export const campaign: AddCommand = (program, terminal, host) => {
  const group = program
    .command('campaign')
    .description('campaigns, and whether they help against customers who are held out');
  group
    .command('start')
    .description('draw who is held out and start; with --plan only say what would be')
    .argument('<name>', 'what it is called, such as "Spring call"', name)
    .option('--branch <branch>', 'only customers of this branch')
    .option('--segment <segment>', 'only customers of this segment')
    .option('--tier <tier>', 'only customers of this tier: high, medium or low')
    .option('--tag <name>', 'only customers with this tag')
    .option('--manager <manager>', 'only customers of this manager')
    .option('--at-risk', 'only customers at risk')
    .option('--share <share>', 'the share to hold out', share, 0.2)
    .addOption(
      new Option('--outcome <outcome>', 'what it is judged by')
        .choices(campaignOutcomes)
        .default('retention'),
    )
    .addOption(
      new Option('--product <product>', 'the product whose taking counts, of a conversion').choices(
        productKinds,
      ),
    )
    .requiredOption('--days <days>', 'how long it runs', whole(7, longestDays))
    .option('--looks <looks>', 'on how many days it is judged, the last its end', whole(1, 5), 2)
    .option(
      '--effect <effect>',
      'the effect it is to be able to see: customers in 100, or money a customer (5, or a fifth of its spread)',
      effect,
    )
    .option('--seed <seed>', 'of the draw; by chance unless given', whole(0, largestSeed))
    .option('--plan', 'write nothing')
    .option('--json', 'print one JSON document')
    .action(async (named: string, options: StartOptions) => {
      const context = await operatorContext(host, defaultLocale);
      const { wanted, whose } = await wantedOf(named, options, context);
      const { store, run, scope, bank } = context;
      const about = { now: host.now(), timezone: bank.timezone };
      const proposed = await proposeCampaign(store.db, scope, run, wanted, about);
      if (Math.min(proposed.treated, proposed.heldOut) < fewest) {
        throw new CommandFailed(
          `Of ${whose}, ${proposed.candidates.length} customers can take part, ${proposed.treated} to act on and ${proposed.heldOut} to hold out; each group needs ${fewest}. Choose more customers, or another --share.`,
        );
      }
      if (options.plan) {
        say(terminal, options, wanted, proposed, undefined, whose);
        return;
      }
      const seed = options.seed ?? randomInt(largestSeed);
      const started = await startCampaign(store.db, wanted, proposed, {
        seed,
        now: host.now(),
        startedBy: null,
      });
      if (started === undefined) {
        throw new CommandFailed(
          `There is a campaign called "${named}" already. Choose another name.`,
        );
      }
      say(terminal, options, wanted, proposed, seed, whose);
    });
  group
    .command('list')
    .description('every campaign, newest first')
    .option('--json', 'print one JSON document')
    .action(async (options: { json?: true }) => {
      const { store, run } = await operatorContext(host, defaultLocale);
      const all = await listCampaigns(store.bankWide);
      const read = await Promise.all(
        all.map(async (each) => ({
          ...each,
          verdict: (await readCampaign(store.bankWide, run, each)).verdict,
        })),
      );
      if (options.json) {
        terminal.out(`${neutralJson(read)}\n`);
        return;
      }
      terminal.out(
        textTable(
          ['Name', 'Outcome', 'From', 'To', 'Treated', 'Held out', 'Verdict'],
          read.map((each) => [
            each.name,
            each.outcome,
            each.startedOn,
            each.endsOn,
            String(each.treated),
            String(each.heldOut),
            each.verdict,
          ]),
        ),
      );
    });
  group
    .command('show')
    .description('what a campaign did, against the customers who were held out')
    .argument('<name>', 'its name')
    .addOption(localeOption())
    .option('--json', 'print one JSON document')
    .action(async (named: string, options: { locale?: Locale; json?: true }) => {
      const locale = options.locale ?? defaultLocale;
      const context = await operatorContext(host, locale);
      const bound = campaignCommand.bind({ campaign: named });
      const answer = bound.kind === 'figures' ? await bound.run(context) : undefined;
      if (answer === undefined || !('reply' in answer)) {
        throw new CommandFailed(
          `There is no campaign called "${named}". \`bellwether campaign list\` shows all.`,
        );
      }
      const { reply, data } = answer;
      terminal.out(
        options.json
          ? `${neutralJson({ reply, data })}\n`
          : renderTerminal(reply, {
              width: Math.min(terminal.width, 100),
              colour: terminal.colour,
              locale,
            }),
      );
    });
};

function name(text: string): string {
  const given = text.trim();
  if (given === '' || given.length > longestName || /[\p{Cc}"]/u.test(given)) {
    throw new InvalidArgumentError(
      `Expected a name of at most ${longestName} characters, without quotation marks.`,
    );
  }
  return given;
}

async function wantedOf(
  named: string,
  options: StartOptions,
  context: CommandContext,
): Promise<{ wanted: WantedCampaign; whose: string }> {
  const { branch, segment, tier, manager, tag, outcome, product, days, looks } = options;
  if (product !== undefined && outcome !== 'conversion') {
    throw new CommandFailed('--product is for --outcome conversion.');
  }
  const said = { branch, segment, tier, manager, tag };
  const finding = await findFilters(said, context);
  if (!('found' in finding)) {
    const { filter } = finding;
    throw new CommandFailed(
      `--${filter} "${said[filter]}": the bank has no such ${filter}, or several.`,
    );
  }
  const { share, effect, atRisk } = options;
  const terms = { share, days, outcome, product, effect, looks, atRisk };
  return wantedCampaign(context, named, terms, finding.found);
}

function say(
  terminal: Terminal,
  options: StartOptions,
  wanted: WantedCampaign,
  proposed: ProposedCampaign,
  seed: number | undefined,
  whose: string,
): void {
  const { candidates: _, ...settled } = proposed;
  if (options.json) {
    terminal.out(
      `${neutralJson({ name: wanted.name, outcome: wanted.outcome, started: seed !== undefined, seed: seed ?? null, ...settled })}\n`,
    );
    return;
  }
  terminal.out(`${linesOf(wanted, proposed, seed, whose).map(printable).join('\n')}\n`);
}

function linesOf(
  { name: named, outcome, target }: WantedCampaign,
  { startedOn, endsOn, looks, plan, treated, heldOut, elsewhere }: ProposedCampaign,
  seed: number | undefined,
  whose: string,
): string[] {
  const size =
    outcome === 'contribution'
      ? `${plan.effect.toFixed(2)} a customer`
      : `${(100 * plan.effect).toFixed(1)} in 100`;
  const members = treated + heldOut;
  return [
    seed === undefined
      ? `"${named}" would run from ${startedOn} to ${endsOn}. Nothing is written.`
      : `"${named}" runs from ${startedOn} to ${endsOn}. Who is held out is drawn (seed ${seed}) and never changes.`,
    `For ${whose}${target.atRisk === undefined ? '' : ', at risk'}: ${treated} to act on, ${heldOut} held out.`,
    ...(elsewhere.customers === 0
      ? []
      : [
          `${elsewhere.customers} more are left out, because they are held out of ${elsewhere.campaigns.map((each) => `"${each}"`).join(', ')}.`,
        ]),
    `Judged by ${outcome} on ${looks.join(', ')} and on no other day; an effect that is not there is seen in ${100 * plan.alpha} % of campaigns at most.`,
    plan.needed === null
      ? 'How many customers it needs is not known: nothing tells what to expect of those held out.'
      : `To see ${size} with a chance of ${100 * plan.power} % takes ${plan.needed} customers${
          members < plan.needed
            ? `: ${members} are too few. Choose more customers, or a larger effect.`
            : `; ${members} take part.`
        }`,
  ];
}
