import { mkdtempSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import {
  rowsForFile,
  rowsInFile,
  rowsInMemory,
} from '../../../src/conversation/understanding/embedding-rows.ts';
import { featurePlaces, placeOf } from '../../../src/conversation/understanding/feature-places.ts';
import { seededRandom } from '../../../src/valuation/index.ts';

const hidden = 8;
const inputs = 10_000;
const random = seededRandom(1);
const embeddings = [0, 1, 2].map(() =>
  Int8Array.from({ length: inputs * hidden }, () => random.integer(256) - 128),
);

function onDisk(): { rows: ReturnType<typeof rowsInFile>; path: string } {
  const path = join(mkdtempSync(join(tmpdir(), 'rows-')), 'rows');
  writeFileSync(path, rowsForFile(embeddings, hidden));
  return { rows: rowsInFile(pathToFileURL(path), 3, hidden), path };
}

it('reads from a file the rows that memory has, whatever was read before', () => {
  const { rows } = onDisk();
  const inMemory = rowsInMemory(embeddings, hidden);
  for (let n = 0; n < 50; n++) {
    const columns = Uint32Array.from({ length: n % 7 === 0 ? 0 : 120 }, () =>
      random.integer(inputs),
    );
    expect(rows(columns)).toEqual(inMemory(columns));
  }
  // Columns that take the place of each other among those kept.
  const rivals = Uint32Array.of(5, 5 + 4096, 5 + 2 * 4096, 5);
  expect(rows(rivals)).toEqual(inMemory(rivals));
});

it('says what to do where the file is cut short', () => {
  const { rows, path } = onDisk();
  truncateSync(path, 100);
  expect(() => rows(Uint32Array.of(9000))).toThrow(/ends before row 9000\. Run "npm run prepare"/);
});

it('gives each feature its place, and none to others', () => {
  const features = Array.from({ length: 150_000 }, (_, n) => `${n % 2 ? 'w' : 'c'}:客户${n}`);
  const places = featurePlaces(features);
  expect(places.size).toBe(features.length);
  for (const [place, feature] of features.entries())
    if (placeOf(places, feature) !== place) expect.fail(feature);
  for (let n = 0; n < 150_000; n++)
    if (placeOf(places, `w:other${n}`) !== undefined) expect.fail(String(n));
  expect(() => featurePlaces(['w:a', 'w:b', 'w:a'])).toThrow(/“w:a”/);
});
