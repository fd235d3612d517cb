/** A run cannot begin; the message is one line for the person who asked for it. */
export class ScoringRefusedError extends Error {}
