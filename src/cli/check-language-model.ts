import { chooseTool, EndpointFailure } from '../conversation/language-model/chat-completions.ts';
import { asTool, commandTools } from '../conversation/language-model/command-tools.ts';
import { commandWord, phrasesFor } from '../conversation/phrases.ts';
import { commands } from '../conversation/registry.ts';
import { defaultLocale } from '../language/locale.ts';
import type { LanguageModelConfig } from '../settings/language-model.ts';
import type { Host } from './host.ts';

/** Has the bank's language model choose a command for a sentence of help, and says how that went, or what to do. */
export async function checkLanguageModel(
  { url, model, timeout }: LanguageModelConfig,
  { environment, fetch, now }: Pick<Host, 'environment' | 'fetch' | 'now'>,
): Promise<{ good: boolean; text: string }> {
  const which = `The language model ${model} at ${url}`;
  const bad = (what: string) => ({
    good: false,
    text: `${which} ${what} Until then, questions are answered without it.`,
  });
  const tools = commandTools(commands, defaultLocale);
  const sentence = commands
    .filter((command) => commandWord(command) === 'at-risk')
    .map((command) => phrasesFor(command, defaultLocale).sentences[0])
    .join();
  const key = environment.LANGUAGE_MODEL_KEY;
  const from = now().getTime();
  try {
    const endpoint = { url, model, key, timeout: timeout * 1000, fetch };
    const call = await chooseTool(endpoint, sentence, tools.map(asTool));
    if (call === undefined)
      return bad('answers, but called no tool. Name a model that can call tools.');
    const chosen = tools.find(({ name }) => name === call.name)?.command;
    if (chosen === undefined)
      return bad('called a tool that there is not. Name a model that can call tools.');
    const seconds = ((now().getTime() - from) / 1000).toFixed(1);
    return {
      good: true,
      text: `${which} took “${sentence}” as ${commandWord(chosen)} (${seconds} s of ${timeout} s).`,
    };
  } catch (error) {
    if (!(error instanceof EndpointFailure)) throw error;
    return bad(whatToDo(error, timeout));
  }
}

function whatToDo({ outcome, status }: EndpointFailure, timeout: number): string {
  switch (outcome) {
    case 'timeout':
      return `did not answer within ${timeout} s. Raise languageModel.timeout, or name a faster model.`;
    case 'unreachable':
      return 'cannot be reached, or sends elsewhere. Check languageModel.url, and that this machine may go there.';
    case 'unreadable':
      return 'does not answer as an OpenAI-compatible API. Check languageModel.url: /chat/completions is added to it.';
    case 'status':
      return status === 401 || status === 403
        ? `refused the key (HTTP ${status}). Set LANGUAGE_MODEL_KEY.`
        : `answered with HTTP ${status}. Check languageModel.url and languageModel.model.`;
  }
}
