import { readPhraseList } from '../../phrase-list.ts';
import type { NamePlace, Token } from '../../reading.ts';

const surnames = new Set(readPhraseList(new URL('surnames.txt', import.meta.url)));

/** Finds two to four characters that no dictionary of ours knows and that begin with a surname, or a name with a dot inside. */
export function findName(tokens: readonly Token[]): NamePlace | undefined {
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i]!;
    if (token.kind !== 'joined') continue;
    if (token.said.includes('·')) return { start: token.start, end: token.end, sure: true };
    if (token.known) continue;
    const end = endOfUnknown(tokens, i);
    const text = tokens
      .slice(i, end)
      .map(({ said }) => said)
      .join('');
    if (isName(text))
      return {
        start: token.start,
        end: token.start + text.length,
        sure: /(?:客户|客戶|顾客|储户)$/.test(tokens[i - 1]?.said ?? ''),
      };
    i = end - 1;
  }
  return undefined;
}

/** A name is longer by a character where its surname is. */
function isName(text: string): boolean {
  if (text.length < 2) return false;
  if (surnames.has(text.slice(0, 2))) return text.length <= 4;
  return surnames.has(text.charAt(0)) && text.length <= 3;
}

/** Where characters that no dictionary knows end; a filler inside, as 大 in 王大力, goes with them. */
function endOfUnknown(tokens: readonly Token[], from: number): number {
  let end = from + 1;
  for (; end < tokens.length; end++) {
    const token = tokens[end]!;
    const next = tokens[end + 1];
    if (token.kind !== 'joined' || token.start !== tokens[end - 1]!.end) break;
    const inside =
      end === from + 1 && token.said.length === 1 && next?.kind === 'joined' && !next.known;
    if (token.known && !inside) break;
  }
  return end;
}
