import { z } from 'zod';
import { called, nameKey } from '../../language/name-key.ts';
import {
  type Campaign,
  type CampaignSizes,
  listCampaigns,
} from '../../store/campaigns/campaigns.ts';
import type { CommandContext } from '../command-context.ts';
import { campaignSpellings, nameFor } from '../understanding/gazetteer.ts';
import { campaign as mentioned } from '../understanding/mentions/campaign.ts';
import { type Argument, argument, type Finding, optional } from './argument.ts';
import type { Kind } from './kind.ts';
import { inQuotationMarks, valueIn } from './line.ts';
import { shortened } from './shortened.ts';

export const campaignKind: Kind = { name: 'campaign', entity: 'campaign', said: [mentioned] };

const longest = 200;
const mostChoices = 5;

/** A campaign of the bank with its size. */
export type FoundCampaign = Campaign & CampaignSizes;

/** What a campaign is called for a reader. */
export const campaignName = ({ name, names }: Campaign, locale: string): string =>
  names[locale] ?? name;

/** A campaign by its name, in whichever language; none where a question names none. */
export function campaign(): Argument<FoundCampaign | undefined> {
  return optional(
    argument<string, FoundCampaign>({
      kind: campaignKind,
      usage: 'NAME',
      description: 'arguments.campaign.description',
      said: z.string().min(1).max(longest),
      take(line) {
        const { value, quoted } = valueIn(line.text, line);
        return {
          ...(value === '' ? {} : { said: value }),
          plain: quoted,
          line: { ...line, text: '' },
        };
      },
      expected: { code: 'campaign.expected', figures: {} },
      write: (said) => inQuotationMarks(said),
      find: findCampaign,
      isPlain: (said, { names }) => nameFor(campaignSpellings(names), said) !== undefined,
    }),
  );
}

async function findCampaign(
  said: string,
  { store, locale }: CommandContext,
): Promise<Finding<FoundCampaign>> {
  const all = (await listCampaigns(store.bankWide)).map((each) => ({
    campaign: each,
    names: [each.name, ...Object.values(each.names)],
  }));
  const exactly = called(all, said, 'campaign');
  const key = nameKey(said, 'campaign');
  const found =
    exactly.length > 0 || key === ''
      ? exactly
      : all.filter(({ names }) => names.some((name) => nameKey(name, 'campaign').includes(key)));
  const [only] = found;
  if (only !== undefined && found.length === 1) return { found: only.campaign };
  return {
    title: { code: only === undefined ? 'campaign.noSuch' : 'campaign.which', figures: {} },
    summary:
      only === undefined
        ? { code: 'campaign.none', figures: { typed: shortened(said) } }
        : { code: 'campaign.several', figures: { typed: shortened(said) } },
    choices: (only === undefined ? all : found).slice(0, mostChoices).map(({ campaign: each }) => ({
      label: campaignName(each, locale),
      entity: each.name,
    })),
    instead: ['help'],
  };
}
