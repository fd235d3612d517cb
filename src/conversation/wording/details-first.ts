import type { Reply } from '../reply.ts';

/** A reply that says these lines before its details, whose headings stand as much further on then. */
export const withDetailsFirst = (reply: Reply, ...lines: readonly string[]): Reply => ({
  ...reply,
  details: [...lines, ...(reply.details ?? [])],
  ...(reply.headings === undefined
    ? {}
    : { headings: reply.headings.map((place) => place + lines.length) }),
});
