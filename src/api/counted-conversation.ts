import { z } from 'zod';
import type { Conversation } from '../conversation/conversation.ts';
import { voteIntent } from '../conversation/votes/cast-vote.ts';
import { inSpan } from '../tracing/span.ts';
import type { Metrics } from './metrics.ts';

/** A vote that is new, or another than before. */
const newVote = z.object({ about: z.string(), helpful: z.boolean(), changed: z.literal(true) });

/** A conversation that also counts its answers, readings and votes, measures how long answers take, and has each in a span. */
export function countedConversation(
  conversation: Conversation,
  metrics: Pick<Metrics, 'answers' | 'answerSeconds' | 'answersUnderWay' | 'readings' | 'votes'>,
): Conversation {
  return {
    ...conversation,
    async answer(question) {
      const { channel } = question;
      const stop = metrics.answerSeconds.startTimer({ channel });
      metrics.answersUnderWay.inc();
      try {
        const answer = await inSpan('answer', { channel }, async (span) => {
          const given = await conversation.answer(question);
          span?.setAttributes({ intent: given.intent, outcome: given.outcome });
          return given;
        });
        const { intent, outcome, reading, locale } = answer;
        stop({ intent });
        metrics.answers.inc({ channel, intent, outcome });
        if (reading !== undefined) metrics.readings.inc({ locale, reading });
        const vote = intent === voteIntent ? newVote.safeParse(answer.data).data : undefined;
        if (vote !== undefined)
          metrics.votes.inc({ intent: vote.about, vote: vote.helpful ? 'helpful' : 'not_helpful' });
        return answer;
      } finally {
        metrics.answersUnderWay.dec();
      }
    },
  };
}
