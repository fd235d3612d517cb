import type { Reader } from '../../commands/model-card/reader.ts';
import { fewest, groupsApart } from '../../small-groups.ts';
import type { EvidenceTable } from '../evidence.ts';

/** A table of groups of customers without those of few, and a sentence that says so where there are such. */
export type ToldRows = { tables: EvidenceTable[]; paragraphs: string[] };

/**
 * A table of groups that together are a whole, of which those of few customers are left out.
 * @param size how many customers a group is of
 */
export function toldRows<Group>(
  table: Omit<EvidenceTable, 'rows'>,
  groups: readonly Group[],
  { size, cells }: { size: (group: Group) => number; cells: (group: Group) => string[] },
  { say }: Reader,
): ToldRows {
  const { told, few } = groupsApart(
    groups.filter((each) => size(each) > 0),
    size,
  );
  return {
    tables: told.length === 0 ? [] : [{ ...table, rows: told.map(cells) }],
    paragraphs:
      few.length === 0
        ? []
        : [
            say('model-evidence.performance.leftOut', {
              table: table.caption,
              groups: few.length,
              fewest,
            }),
          ],
  };
}
