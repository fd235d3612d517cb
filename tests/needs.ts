import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { TestOptions } from 'vitest';

declare module 'vitest' {
  interface TaskMeta {
    /** why a test cannot run here; the run's last lines count such tests by it */
    notRunBecause?: string;
  }
}

/** Options of a test or a suite that needs something not every machine has: where it lacks, the run says so at its end. */
export function needing(isThere: boolean, otherwise: string): TestOptions {
  return isThere ? {} : { skip: true, meta: { notRunBecause: otherwise } };
}

/** Public research data that is too large, or not ours, to be in the repository. */
export type DataSet = { path: string; needed: TestOptions };

/** A folder or file of the data sets that may lie beside this checkout, at ../shared/data. */
export function dataSet(name: string): DataSet {
  const path = fileURLToPath(new URL(`../../shared/data/${name}`, import.meta.url));
  return {
    path,
    needed: needing(
      existsSync(path),
      `a data set is not beside this checkout: ../shared/data/${name}`,
    ),
  };
}
