import { z } from 'zod';

/**
 * The section `slack` of the configuration: `answers`, what is asked is answered there; `links`, for banks that keep customers' data out of
 * Slack, each answer is a link to the web page, which shows it to whoever signs in.
 */
export const slackConfig = z
  .strictObject({
    show: z.enum(['answers', 'links']).default('answers'),
  })
  .prefault({});
