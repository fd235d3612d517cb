import { readFileSync } from 'node:fs';
import { lockShape, manifestShape, problemsOfPackages } from './problems-of-packages.ts';

/*
 * npm run packages: whether each package is named exactly, has its hash and a licence that is allowed, and runs nothing when installed.
 */

const read = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'));
const problems = problemsOfPackages(
  manifestShape.parse(read('package.json')),
  lockShape.parse(read('package-lock.json')),
);
for (const problem of problems) console.error(problem);
process.exitCode = problems.length === 0 ? 0 : 1;
