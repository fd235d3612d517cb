import { campaignName } from '../../arguments/campaign.ts';
import { inQuotationMarks } from '../../arguments/line.ts';
import type { CommandContext } from '../../command.ts';
import type { Reply } from '../../reply.ts';
import { helpAction, plainReply } from '../../wording/fallback-replies.ts';
import { verdictSentence } from './sentences.ts';
import type { ToldCampaign } from './told.ts';

const buttons = 3;

/** Every campaign and what it did; how to start one where there is none. */
export function campaignList(
  context: CommandContext,
  read: readonly ToldCampaign[],
  count: number,
): Reply {
  const { locale, run, say, format } = context;
  if (read.length === 0) {
    return plainReply(say('campaign.list.title'), say('campaign.list.none'), [helpAction(locale)]);
  }
  const running = read.filter(({ campaign }) => campaign.endsOn > run.asOf).length;
  return {
    title: say('campaign.list.title'),
    summary: say('campaign.list.summary', { count, running }),
    facts: [],
    details: [say('customer-words.asOf', { day: format.day(run.asOf) })],
    table: {
      columns: [
        { label: say('campaign.columns.name'), align: 'start' },
        { label: say('campaign.columns.ends'), align: 'start' },
        { label: say('campaign.columns.customers'), align: 'end' },
        { label: say('campaign.columns.verdict'), align: 'start' },
      ],
      rows: read.map(({ campaign, ...told }) => [
        campaignName(campaign, locale),
        format.day(campaign.endsOn),
        format.number(campaign.treated + campaign.heldOut),
        verdictSentence(context, { campaign, ...told }),
      ]),
    },
    charts: [],
    actions: read.slice(0, buttons).map(({ campaign }) => ({
      label: campaignName(campaign, locale),
      command: `campaign ${inQuotationMarks(campaign.name)}`,
    })),
    visibility: read.some(({ few }) => few.length > 0) ? 'asker' : 'channel',
  };
}
