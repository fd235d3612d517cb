import { roles } from '../../store/kinds.ts';
import { anyDigest } from '../arguments/digest.ts';
import { digestOfKind } from '../arguments/digest-of.ts';
import { findFilters } from '../arguments/filters.ts';
import { defineCommand } from '../command.ts';
import { heldToNothing, makeDigest } from '../digest/make-digest.ts';

/**
 * A digest as it would be sent if nobody had been told of anything yet. `data`: `digest` (its number, null where there is none),
 * `kind`; `atRisk`, how many customers are at risk, of the kind that tells of these; `asOf`.
 */
export default defineCommand({
  intent: 'digest.test',
  group: 'digests',
  arguments: { digest: anyDigest() },
  allowed: roles,
  async run(context, { digest: { id, kind, filters: said, settings } }) {
    const finding = await findFilters(said, context);
    const { reply, state, seen } =
      'found' in finding
        ? await makeDigest(kind, context, { since: null, said, found: finding.found, settings })
        : { reply: heldToNothing(context, finding), state: {}, seen: [] };
    return {
      reply: { ...reply, visibility: 'asker' },
      data: {
        digest: id ?? null,
        kind,
        ...(kind === 'at-risk' ? { atRisk: state.atRisk?.length ?? 0 } : {}),
        asOf: context.run.asOf,
      },
      seen,
      // “Send me that every Monday” is another of the same.
      remembered: {
        ...(id === undefined ? {} : { digest: id }),
        like: {
          ...said,
          digestOf: digestOfKind(kind, settings.period),
          ...(settings.passing === undefined
            ? {}
            : { above: settings.passing.risk, worth: settings.passing.worth }),
          ...(settings.atMost === undefined ? {} : { limit: settings.atMost }),
        },
      },
    };
  },
});
