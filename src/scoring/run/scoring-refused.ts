/** A run cannot begin; the message is one line for the person who started it. */
export class ScoringRefusedError extends Error {}
