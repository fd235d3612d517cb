import { strFromU8, unzipSync } from 'fflate';

/** A cell as it stands in a workbook: text, or a number with its format; `formula` where there is one. */
export type ReadCell = { text?: string; number?: number; format?: string };

const attribute = (tag: string, name: string) => new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1];
const unescaped = (xml: string) =>
  xml
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&');

/** Reads the only sheet of a workbook, apart from the library that writes it (ECMA-376, part 1, 18.3 and 18.4). */
export function readXlsx(content: Uint8Array): ReadCell[][] {
  const files = unzipSync(content);
  const part = (name: string) => {
    const bytes = files[name];
    if (bytes === undefined) throw new Error(`The workbook has no ${name}.`);
    return strFromU8(bytes);
  };
  const sheet = part('xl/worksheets/sheet1.xml');
  if (/<f[ >]/.test(sheet)) throw new Error('The sheet has a formula.');
  const strings = [...part('xl/sharedStrings.xml').matchAll(/<si><t[^>]*>([^<]*)<\/t><\/si>/g)].map(
    ([, text = '']) =>
      unescaped(text).replace(/_x([0-9A-F]{4})_/gi, (_, code) =>
        String.fromCharCode(Number.parseInt(code, 16)),
      ),
  );
  const styles = part('xl/styles.xml');
  const formats = new Map(
    [...styles.matchAll(/<numFmt ([^>]*)>/g)].map(([, tag = '']) => [
      attribute(tag, 'numFmtId'),
      attribute(tag, 'formatCode'),
    ]),
  );
  const cellStyles = [
    ...(/<cellXfs[^>]*>(.*)<\/cellXfs>/s.exec(styles)?.[1] ?? '').matchAll(/<xf ([^>]*)>/g),
  ].map(([, tag = '']) => formats.get(attribute(tag, 'numFmtId')));
  return [...sheet.matchAll(/<row [^>]*>(.*?)<\/row>/gs)].map(([, row = '']) => {
    const cells: ReadCell[] = [];
    for (const [, tag = '', value = ''] of row.matchAll(/<c ([^>]*)><v>([^<]*)<\/v><\/c>/g)) {
      const letters = /^[A-Z]+/.exec(attribute(tag, 'r') ?? '')?.[0] ?? '';
      const column = [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);
      const format = cellStyles[Number(attribute(tag, 's') ?? 0)];
      const text = strings[Number(value)];
      cells[column - 1] =
        attribute(tag, 't') === 's'
          ? { ...(text === undefined ? {} : { text }) }
          : { number: Number(value), ...(format === undefined ? {} : { format }) };
    }
    return cells;
  });
}
