import { roles } from '../../store/kinds.ts';
import { anyDigest } from '../arguments/digest.ts';
import { defineCommand } from '../command.ts';
import { atRiskDigest } from '../wording/at-risk-digest.ts';

/**
 * The digest as it would be sent if nobody had been told of anybody yet. `data`: `atRisk`, how many customers are at
 * risk; `asOf`.
 */
export default defineCommand({
  intent: 'digest.test',
  arguments: { digest: anyDigest() },
  allowed: roles,
  async run(context) {
    const { reply, atRisk, seen } = await atRiskDigest(context, { previous: null });
    return {
      reply: { ...reply, visibility: 'asker' },
      data: { atRisk: atRisk.length, asOf: context.run.asOf },
      seen,
    };
  },
});
