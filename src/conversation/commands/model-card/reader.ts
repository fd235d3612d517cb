import type { CommandContext } from '../../command.ts';

/** Whom a card is for: what says texts and writes figures as they read them. */
export type Reader = Pick<CommandContext, 'locale' | 'say' | 'format'>;
