import { describe, expect, it } from 'vitest';
import { copyText } from '../../src/store/copy-text.ts';

describe('rows as COPY takes them', () => {
  const pieces = async (rows: Parameters<typeof copyText>[0], size?: number) => {
    const written: string[] = [];
    const counts: number[] = [];
    for await (const piece of copyText(rows, (n) => counts.push(n), size)) written.push(piece);
    return { written, counts };
  };

  it('come in pieces that end at the end of a row, each counted once it was taken', async () => {
    const rows = [
      [1, 'a'],
      [2, 'bb'],
      [3, 'c'],
    ];
    expect(await pieces(rows, 5)).toEqual({ written: ['1\ta\n2\tbb\n', '3\tc\n'], counts: [2, 1] });
    expect(await pieces(rows)).toEqual({ written: ['1\ta\n2\tbb\n3\tc\n'], counts: [3] });
    expect(await pieces([])).toEqual({ written: [], counts: [] });
  });

  it('have what PostgreSQL would take for its own escaped, and no U+0000', async () => {
    const { written } = await pieces([
      [null, true, 'a\\N\t\r\n', '\u0000x\u0000'],
      ['张', -1.5],
    ]);
    expect(written).toEqual(['\\N\ttrue\ta\\\\N\\t\\r\\n\tx\n张\t-1.5\n']);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY])('are refused with %s', async (value) => {
    await expect(pieces([[value]])).rejects.toThrow(RangeError);
  });
});
