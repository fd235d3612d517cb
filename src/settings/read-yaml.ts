import { readFileSync, statSync } from 'node:fs';
import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  Lexer,
  LineCounter,
  type Node,
  parseDocument,
  visit,
} from 'yaml';

/** A YAML document as it was read: its value, and on which line a part of it stands. */
export type ReadYaml = { value: unknown; lineOf(path: readonly PropertyKey[]): number };

/** What a text is instead of YAML that is read, such as “too deep: …”, and on which line (1-based) that shows. */
export class YamlError extends Error {
  readonly line: number;
  constructor(line: number, why: string) {
    super(why);
    this.line = line;
  }
}

/** No file that somebody writes by hand is longer, in UTF-16 units, or has more parts or deeper ones. */
const longest = 200_000;
const mostParts = 40_000;
const deepest = 50;

/**
 * Reads a YAML document whose cost is bounded before it is parsed, so that no text holds a server up.
 * @throws {YamlError} where it is too long, too deep, no YAML, stands in itself, or repeats parts beyond measure
 */
export function readYaml(text: string): ReadYaml {
  boundParts(text);
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const lineAt = (offset: number) => Math.max(1, lines.linePos(offset).line);
  const [broken] = document.errors;
  if (broken !== undefined) {
    const [why = ''] = broken.message.split('\n');
    throw new YamlError(lineAt(broken.pos[0]), `not valid YAML: ${why}`);
  }
  refuseOwnAncestor(document, lineAt);
  let value: unknown;
  try {
    value = document.toJS();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new YamlError(1, `not valid YAML: ${why}`);
  }
  return { value, lineOf: (path) => lineIn(document, lineAt, path) };
}

/**
 * The text of a file that is read whole.
 * @throws where it is no file, is too long for a YAML file, or cannot be read
 */
export function readYamlText(file: string): string {
  const found = statSync(file);
  if (!found.isFile()) throw new Error(found.isDirectory() ? 'is a directory' : 'is no file');
  // A character takes up to four bytes.
  if (found.size > 4 * longest) throw new Error(`is ${tooLong}`);
  return readFileSync(file, 'utf8');
}

const tooLong = `too large: expected at most ${longest / 1000} KB`;

/** Counts what stands in a text and how deep, by its tokens alone. */
function boundParts(text: string): void {
  if (text.length > longest) throw new YamlError(1, tooLong);
  let parts = 0;
  let line = 1;
  /** brackets that are open, and hyphens and question marks of the line: each is one deeper */
  let brackets = 0;
  let marks = 0;
  for (const token of new Lexer().lex(text)) {
    if (token.includes('\n')) {
      line += token.split('\n').length - 1;
      marks = 0;
    } else if (token === '[' || token === '{') brackets++;
    else if (token === ']' || token === '}') brackets = Math.max(0, brackets - 1);
    else if (token === '-' || token === '?') marks++;
    if (brackets + marks > deepest)
      throw new YamlError(line, `too deep: parts stand at most ${deepest} deep in each other`);
    if (++parts > mostParts)
      throw new YamlError(line, `too much: expected at most ${mostParts} parts`);
  }
}

function refuseOwnAncestor(document: Document, lineAt: (offset: number) => number): void {
  const anchored = new Map<string, Node>();
  visit(document, {
    Node(_, node, path) {
      if (!isAlias(node)) {
        if (node.anchor !== undefined) anchored.set(node.anchor, node);
        return;
      }
      const meant = anchored.get(node.source);
      if (meant === undefined || !path.includes(meant)) return;
      throw new YamlError(
        lineAt(node.range?.[0] ?? 0),
        `endless: *${node.source} stands in itself; write out what is meant`,
      );
    },
  });
}

/** The line of a path; where there is no such, that of the nearest part above it. */
function lineIn(
  document: Document,
  lineAt: (offset: number) => number,
  path: readonly PropertyKey[],
): number {
  for (let length = path.length; length > 0; length--) {
    const above = document.getIn(path.slice(0, length - 1), true);
    const last = path[length - 1];
    const key = isMap(above)
      ? above.items.find(({ key }) => isScalar(key) && key.value === last)?.key
      : undefined;
    const node = key ?? document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return lineAt(node.range[0]);
  }
  return 1;
}
