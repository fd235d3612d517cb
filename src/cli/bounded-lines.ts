/**
 * Puts pieces of a byte stream together to lines of UTF-8 text, without their line ends. What follows the last line end
 * is no line yet.
 * @param longest bytes; one more in a line, ended or not, and the stream is given up
 */
export function boundedLines(longest: number): {
  /** @returns the lines that this piece completes; undefined once a line was too long */
  take(piece: Buffer): string[] | undefined;
} {
  let begun: Buffer[] = [];
  let size = 0;
  let givenUp = false;
  return {
    take(piece) {
      const lines: string[] = [];
      let rest = piece;
      while (!givenUp) {
        const end = rest.indexOf(0x0a);
        const part = end < 0 ? rest : rest.subarray(0, end);
        size += part.length;
        if (size > longest) {
          givenUp = true;
          begun = [];
          break;
        }
        begun.push(part);
        if (end < 0) return lines;
        lines.push(Buffer.concat(begun).toString('utf8'));
        begun = [];
        size = 0;
        rest = rest.subarray(end + 1);
      }
      return undefined;
    },
  };
}
