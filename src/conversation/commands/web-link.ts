import { roles } from '../../store/kinds.ts';
import { defineCommand } from '../command.ts';
import { plainReply } from '../wording/fallback-replies.ts';

/**
 * A link to the web page that signs the asker in: for them alone, once, within ten minutes. `data`: `given`, whether there was
 * one to give. The link itself is in the reply only.
 */
export default defineCommand({
  intent: 'web',
  group: 'evidence',
  arguments: {},
  allowed: roles,
  async run({ say, pageLink }) {
    if (pageLink === undefined) {
      return {
        reply: plainReply(say('web-link.title'), say('web-link.none'), []),
        data: { given: false },
        seen: [],
      };
    }
    const link = { label: say('web-link.open'), address: await pageLink() };
    return {
      reply: {
        ...plainReply(say('web-link.title'), say('web-link.summary'), []),
        link,
        visibility: 'asker',
      },
      data: { given: true },
      seen: [],
    };
  },
});
