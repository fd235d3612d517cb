import type { Terminal } from './host.ts';

/** A line on stderr that tells how far long work is. */
export type ProgressLine = { show(text: string): void; done(text?: string): void };

/**
 * On a terminal the line is redrawn in place; elsewhere a new line is written at most every five seconds.
 * @param now milliseconds
 */
export function progressLine(terminal: Terminal, now: () => number): ProgressLine {
  let last = Number.NEGATIVE_INFINITY;
  return {
    show(text) {
      const at = now();
      if (at - last < (terminal.live ? 100 : 5000)) return;
      last = at;
      terminal.err(terminal.live ? `\r\u001b[2K${text.slice(0, terminal.width - 1)}` : `${text}\n`);
    },
    done(text) {
      if (terminal.live) terminal.err('\r\u001b[2K');
      if (text !== undefined) terminal.err(`${text}\n`);
    },
  };
}

/** A bar of twenty cells, such as `████████░░░░░░░░░░░░ 40 %`. */
export function bar(done: number, total: number): string {
  const share = total > 0 ? Math.min(1, done / total) : 0;
  const full = Math.round(share * 20);
  return `${'█'.repeat(full)}${'░'.repeat(20 - full)} ${Math.floor(share * 100)} %`;
}
