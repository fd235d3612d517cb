import type { CommandContext } from '../command-context.ts';
import type { Departure } from '../departure.ts';

/** Why a silent customer counts as departed, as a clause: "no transaction of their own since 15 February 2026". */
export function silenceInWords(
  { since }: Extract<Departure, { because: 'silent' }>,
  { say, format }: CommandContext,
): string {
  return since === null
    ? say('departure-words.neverHeardOf')
    : say('departure-words.silentSince', { day: format.day(since) });
}
