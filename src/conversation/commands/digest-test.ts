import { digestArgument, readDigest } from '../arguments/own-digest.ts';
import { defineCommand } from '../command.ts';
import { atRiskDigest } from '../wording/at-risk-digest.ts';

/**
 * The digest as it would be sent if nobody had been told of anybody yet. `data`: `atRisk`, how many customers are at
 * risk; `asOf`.
 */
export default defineCommand({
  intent: 'digest.test',
  usage: 'digest test',
  arguments: digestArgument,
  slash: readDigest,
  allowed: ['manager', 'supervisor', 'analyst'],
  async run(context) {
    const { reply, atRisk, seen } = await atRiskDigest(context, { previous: null });
    return {
      reply: { ...reply, visibility: 'asker' },
      data: { atRisk: atRisk.length, asOf: context.run.asOf },
      seen,
    };
  },
});
