import { expect, it } from 'vitest';
import type { IncomingFile } from '../../src/ingest/incoming-file.ts';
import { type IngestProgress, progressTeller } from '../../src/ingest/ingest-progress.ts';

it('tells of no time left before a twentieth is read, and then by the reading alone', () => {
  const file = { name: 'a.csv', bytes: 1000, counts: { read: 0 } };
  let seconds = 0;
  const told: IngestProgress[] = [];
  const tell = progressTeller(
    [file as IncomingFile],
    (progress) => told.push(progress),
    () => new Date(seconds * 1000),
  );
  const at = (second: number, bytes: number) => {
    seconds = second;
    tell('reading', file as IncomingFile, bytes);
    return told.at(-1)?.secondsLeft;
  };
  expect(at(8, 0)).toBeNull();
  expect(at(9, 1)).toBeNull();
  expect(at(10, 100)).toBe(18);
  expect(at(18, 500)).toBe(10);
});
