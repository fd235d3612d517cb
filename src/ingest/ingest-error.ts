/** An import cannot go on; the message is one line that says with which input, why, and what to do. */
export class IngestError extends Error {}
