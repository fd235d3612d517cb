import type { activityColumns } from './activity-columns.ts';
import type { balanceColumns } from './balance-columns.ts';
import type { customerColumns } from './customer-columns.ts';
import type { holdingColumns } from './holding-columns.ts';
import type { interactionColumns } from './interaction-columns.ts';
import type { opinionColumns } from './opinion-columns.ts';

type Read<Columns extends (...args: never[]) => Promise<unknown>> = Awaited<ReturnType<Columns>>;

/** What the store gives of every customer on a day, one entry a customer. */
export type SnapshotColumns = Read<typeof activityColumns> &
  Read<typeof balanceColumns> &
  Read<typeof holdingColumns> &
  Read<typeof interactionColumns> &
  Read<typeof opinionColumns>;

/** Who the customers are, one entry a customer. */
export type CustomerColumns = Read<typeof customerColumns>;
