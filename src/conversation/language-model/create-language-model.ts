import type { LanguageModelConfig } from '../../settings/language-model.ts';
import { chooseTool, EndpointFailure } from './chat-completions.ts';
import { circuitBreaker } from './circuit-breaker.ts';
import type { LanguageModel, Outcome, ToolCall } from './language-model.ts';

/** What a language model needs. */
export type LanguageModelOptions = {
  settings: LanguageModelConfig;
  /** sent as a bearer token, where the endpoint wants one */
  key: string | undefined;
  fetch: typeof fetch;
  now: () => Date;
  /** is told of failures, never of a sentence, of what the model answered, or of the key */
  log: { warn(fields: Record<string, unknown>, message: string): void };
  /** is told what became of every sentence, and how long that took in seconds, where the endpoint was asked */
  count?: (outcome: Outcome, seconds: number | undefined) => void;
};

/** How many sentences it is asked for at once; others are answered as without it. */
const atOnce = 8;

/** The language model behind an OpenAI-compatible endpoint, left alone for a while after failures. */
export function createLanguageModel({
  settings,
  key,
  fetch,
  now,
  log,
  count = () => {},
}: LanguageModelOptions): LanguageModel {
  const { url, model, timeout, failures, pause } = settings;
  const endpoint = { url, model, key, timeout: timeout * 1000, fetch };
  const breaker = circuitBreaker(failures, pause * 1000, now);
  let asking = 0;

  return {
    async choose(sentence, tools, accept) {
      if (asking >= atOnce) {
        count('busy', undefined);
        return undefined;
      }
      if (!breaker.permits()) {
        count('paused', undefined);
        return undefined;
      }
      const from = now().getTime();
      const seconds = () => (now().getTime() - from) / 1000;
      let call: ToolCall | undefined;
      asking++;
      try {
        call = await chooseTool(endpoint, sentence, tools);
      } catch (error) {
        if (!(error instanceof EndpointFailure)) throw error;
        const { outcome, status } = error;
        count(outcome, seconds());
        const told = { outcome, status, seconds: seconds() };
        log.warn(told, 'the language model did not answer: the question was answered without it');
        if (breaker.failed())
          log.warn({ seconds: pause }, 'the language model is not asked for a while');
        return undefined;
      } finally {
        asking--;
      }
      breaker.succeeded();
      const accepted = call && accept(call);
      count(call === undefined ? 'none' : accepted === undefined ? 'refused' : 'taken', seconds());
      return accepted;
    },
  };
}
