import type { Conversation } from './conversation.ts';

/** A conversation, and how many questions it is answering at this moment: what nobody waits for can let them go first. */
export function withQuestionsUnderWay(conversation: Conversation): {
  conversation: Conversation;
  questions: () => number;
} {
  let underWay = 0;
  return {
    questions: () => underWay,
    conversation: {
      async answer(question) {
        underWay++;
        try {
          return await conversation.answer(question);
        } finally {
          underWay--;
        }
      },
      parse: (text, locale) => conversation.parse(text, locale),
    },
  };
}
