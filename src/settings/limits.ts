import { z } from 'zod';

const perMinute = (most: number) => z.number().int().min(1).max(1_000_000).default(most);

/** The section `limits` of the configuration. Each is of one minute, counted by each server for itself. */
export const limitsConfig = z
  .strictObject({
    /** questions of one person in Slack or Teams */
    person: perMinute(600),
    /** questions of one workspace of Slack or one tenant of Teams */
    workspace: perMinute(6_000),
    /** requests to the REST API with one token, and how many of them may read a page of a list */
    token: perMinute(1_200),
    tokenPages: perMinute(120),
    /** requests from one address, but those of Slack and Teams; and how many of them may be questions on the web page */
    address: perMinute(6_000),
    addressQuestions: perMinute(3_000),
    /** requests from one address with a token, a signature or a link that is not valid */
    wrongCredentials: perMinute(60),
    /** how many slow answers (files, what-if) and charts are worked on at once, and how many may wait for that */
    slowAtOnce: z.number().int().min(1).max(64).default(2),
    slowWaiting: z.number().int().min(0).max(10_000).default(200),
  })
  .prefault({});

/** What one person, token, workspace or address may ask of a server. */
export type LimitsConfig = z.infer<typeof limitsConfig>;
