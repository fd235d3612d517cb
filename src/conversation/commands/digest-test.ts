import { roles } from '../../store/kinds.ts';
import { anyDigest } from '../arguments/digest.ts';
import { findFilters } from '../arguments/filters.ts';
import { defineCommand } from '../command.ts';
import { heldToNothing, makeDigest } from '../digest/make-digest.ts';

/**
 * The digest as it would be sent if nobody had been told of anybody yet. `data`: `atRisk`, how many customers are at
 * risk; `asOf`.
 */
export default defineCommand({
  intent: 'digest.test',
  group: 'digests',
  arguments: { digest: anyDigest() },
  allowed: roles,
  async run(context, { digest: said }) {
    const finding = await findFilters(said, context);
    const { reply, state, seen } =
      'found' in finding
        ? await makeDigest('at-risk', context, { since: null, said, found: finding.found })
        : { reply: heldToNothing(context, finding), state: {}, seen: [] };
    return {
      reply: { ...reply, visibility: 'asker' },
      data: { atRisk: state.atRisk?.length ?? 0, asOf: context.run.asOf },
      seen,
    };
  },
});
