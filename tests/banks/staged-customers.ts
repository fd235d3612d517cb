import { stageCustomers } from '../../src/store/scoring/stage-customers.ts';
import { createStaging } from '../../src/store/scoring/staging.ts';
import type { Database } from '../../src/store/store.ts';
import { asOf } from './eventful-bank.ts';

/** Stages the customers of an eventful bank as a run does, so that parts of a run can be tried by themselves. */
export async function stageEverybody(db: Database): Promise<void> {
  await createStaging(db, {
    from: '2024-01-01',
    asOf,
    periodStarts: ['2024-01-01'],
    months: ['2026-03-01'],
    monthsEnd: '2026-04-01',
  });
  await stageCustomers(db, asOf);
}
