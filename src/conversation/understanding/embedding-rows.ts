import { openSync, readSync } from 'node:fs';
import type { EmbeddingRows } from './network.ts';

/** Rows that are kept in memory of those read from a file: what sentences have again and again. */
const keptRows = 4096;

/** The rows of networks whose embeddings are in memory: inputs × hidden each, by input. */
export const rowsInMemory =
  (embeddings: readonly Int8Array[], hidden: number): EmbeddingRows =>
  (columns) =>
    embeddings.map((embedding) => {
      const rows = new Int8Array(columns.length * hidden);
      columns.forEach((column, k) => {
        rows.set(embedding.subarray(column * hidden, (column + 1) * hidden), k * hidden);
      });
      return rows;
    });

/** Embeddings as a file has them for {@link rowsInFile}: by input, the row of each network in turn. */
export function rowsForFile(embeddings: readonly Int8Array[], hidden: number): Uint8Array {
  const inputs = (embeddings[0]?.length ?? 0) / hidden;
  const width = embeddings.length * hidden;
  const all = new Int8Array(inputs * width);
  for (let input = 0; input < inputs; input++)
    embeddings.forEach((embedding, network) => {
      const row = embedding.subarray(input * hidden, (input + 1) * hidden);
      all.set(row, input * width + network * hidden);
    });
  return new Uint8Array(all.buffer);
}

/**
 * The rows of networks whose embeddings are in a file, which stays open: a sentence needs a hundred of them, and the system
 * keeps what is read of the file in memory that it can take back.
 *
 * @throws Error where the file ends before a row does
 */
export function rowsInFile(file: URL, networks: number, hidden: number): EmbeddingRows {
  const descriptor = openSync(file, 'r');
  const width = networks * hidden;
  const kept = new Int8Array(keptRows * width);
  const keptOf = new Int32Array(keptRows).fill(-1);
  return (columns) => {
    const rows = Array.from({ length: networks }, () => new Int8Array(columns.length * hidden));
    columns.forEach((column, k) => {
      const slot = column % keptRows;
      const all = kept.subarray(slot * width, (slot + 1) * width);
      if (keptOf[slot] !== column) {
        keptOf[slot] = -1;
        const read = readSync(descriptor, all, 0, width, column * width);
        if (read !== width)
          throw new Error(
            `${file.pathname} ends before row ${column}. Run "npm run prepare" again.`,
          );
        keptOf[slot] = column;
      }
      rows.forEach((each, network) => {
        each.set(all.subarray(network * hidden, (network + 1) * hidden), k * hidden);
      });
    });
    return rows;
  };
}
