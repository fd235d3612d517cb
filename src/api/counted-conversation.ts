import type { Conversation } from '../conversation/conversation.ts';
import type { Metrics } from './metrics.ts';

/** A conversation that also counts its answers and measures how long they take. */
export function countedConversation(
  conversation: Conversation,
  metrics: Pick<Metrics, 'answers' | 'answerSeconds'>,
): Conversation {
  return {
    ...conversation,
    async answer(question) {
      const { channel } = question;
      const stop = metrics.answerSeconds.startTimer({ channel });
      const answer = await conversation.answer(question);
      stop();
      metrics.answers.inc({ channel, intent: answer.intent });
      return answer;
    },
  };
}
