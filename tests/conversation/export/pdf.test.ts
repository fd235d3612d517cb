import { inflateSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wrap } from '../../../src/conversation/export/pdf/wrap.ts';
import { writePdf } from '../../../src/conversation/export/pdf/write-pdf.ts';
import type { Reply } from '../../../src/conversation/reply.ts';
import { sampleReplies } from '../../channels/sample-replies.ts';

/** What a PDF holds: its pages, its pictures, and the characters that its texts can be searched for. */
function read(bytes: Uint8Array) {
  const file = Buffer.from(bytes);
  const raw = file.toString('latin1');
  const streams = [...raw.matchAll(/stream\r?\n/g)].flatMap(({ index, 0: { length } }) => {
    const end = raw.indexOf('endstream', index);
    try {
      return [inflateSync(file.subarray(index + length, end)).toString('latin1')];
    } catch {
      // A stream that is not deflated is none of text.
      return [];
    }
  });
  const characters = streams
    .filter((stream) => stream.includes('begincmap'))
    .flatMap((stream) => [...stream.matchAll(/<([0-9A-F]{4,8})>(?=\s*\n)/gi)])
    .map(([, code = '']) => Buffer.from(code, 'hex').swap16().toString('utf16le'));
  return {
    start: raw.slice(0, 5),
    pages: raw.match(/\/Type \/Page\b/g)?.length ?? 0,
    pictures: raw.match(/\/Subtype \/Image/g)?.length ?? 0,
    characters: new Set(characters.join('')),
  };
}

const bare: Reply = {
  title: 'Report',
  summary: 'Nothing changed.',
  facts: [],
  charts: [],
  actions: [],
  visibility: 'channel',
};

describe('a printed answer', () => {
  it('holds names in Czech and Chinese as text', async () => {
    const summary = 'Jiří Šťastný, Ľubomír Žďárský, 王芳, 张伟';
    const { start, pages, characters } = read(await writePdf({ ...bare, summary }, 'en', 'Foot'));
    expect(start).toBe('%PDF-');
    expect(pages).toBe(1);
    for (const letter of 'říŠťĽŽďýöa'.replace('ö', '')) expect(characters).toContain(letter);
    for (const sign of '王芳张伟') expect(characters).toContain(sign);
  });

  it('has the charts, and a long table on several pages', async () => {
    const rows = Array.from({ length: 100 }, (_, at) => [`Branch ${at}`, String(at)]);
    const table: Reply['table'] = {
      columns: [
        { label: 'Branch', align: 'start' },
        { label: 'Customers', align: 'end' },
      ],
      rows,
    };
    const { charts } = sampleReplies.customer;
    const three = Array.from({ length: 3 }, () => charts.slice(0, 1)).flat();
    const { pages, pictures } = read(await writePdf({ ...bare, table, charts: three }, 'en', ''));
    expect(pages).toBeGreaterThanOrEqual(3);
    expect(pages).toBeLessThanOrEqual(5);
    expect(pictures).toBeGreaterThanOrEqual(1);
  });

  it.each(Object.entries<Reply>(sampleReplies))('prints "%s"', async (_, sample) => {
    expect(read(await writePdf(sample, 'zh', '页脚')).pages).toBeGreaterThanOrEqual(1);
  });
});

describe('lines', () => {
  const measure = (text: string) => [...text].length;

  it('break between words, and within a word that is too long', () => {
    expect(wrap('one two three', 7, measure)).toEqual(['one two', 'three']);
    expect(wrap('abcdefghij k', 4, measure)).toEqual(['abcd', 'efgh', 'ij k']);
    expect(wrap('', 4, measure)).toEqual(['']);
  });

  it('break Chinese anywhere but before what closes a clause', () => {
    expect(wrap('四位客户有流失风险，请关注', 9, measure)).toEqual([
      '四位客户有流失风',
      '险，请关注',
    ]);
  });

  it('are never wider than they may be, and lose nothing but spaces', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        fc.integer({ min: 4, max: 30 }),
        (text, width) => {
          const lines = wrap(text, width, measure);
          expect(lines.join('').replace(/\s/g, '')).toBe(text.replace(/\s/g, ''));
          for (const line of lines) expect(measure(line)).toBeLessThanOrEqual(width);
        },
      ),
    );
  });
});
