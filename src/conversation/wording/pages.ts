import type { Arguments } from '../arguments/grammar.ts';
import { slashForm } from '../arguments/grammar.ts';
import type { CommandContext } from '../command-context.ts';
import type { Action, Reply } from '../reply.ts';
import { plainReply } from './fallback-replies.ts';

/** A page of a list: its command's word and arguments, as asked, with the place of its first row and how many it takes. */
export type Page = {
  word: string;
  arguments: Arguments;
  entities: Readonly<Record<string, unknown>>;
  from: number;
  limit: number;
};

/** The title of a page: behind the first, with the places that it shows. */
export function pageTitle(
  title: string,
  { from }: Page,
  shown: number,
  { say }: CommandContext,
): string {
  return from === 1 ? title : say('pages.titled', { title, from, to: from + shown - 1 });
}

/** The buttons to what stands before in a list and to what comes next; none where nothing does. */
export function nextPage(page: Page, isMore: boolean, { say }: CommandContext): Action[] {
  const { from, limit } = page;
  const before = Math.max(1, from - limit);
  return [
    ...(from === 1
      ? []
      : [
          {
            label: say('pages.previous', { count: from - before }),
            command: pageFrom(page, before),
            inPlace: true as const,
          },
        ]),
    ...(isMore
      ? [
          {
            label: say('pages.next', { count: limit }),
            command: pageFrom(page, from + limit),
            inPlace: true as const,
          },
        ]
      : []),
  ];
}

/** That a list ends here, where somebody looked on. */
export function endOfList(page: Page, isMore: boolean, { say }: CommandContext): string[] {
  return page.from === 1 || isMore ? [] : [say('pages.end')];
}

/** That a list shows fewer at a time than were asked for; `asked` is undefined where no number was said. */
export function mostAtATime(
  asked: number | undefined,
  most: number,
  { say }: CommandContext,
): string[] {
  return asked === undefined || asked <= most ? [] : [say('pages.atMost', { asked, most })];
}

/** To a page behind the last one. */
export function beyondListReply(page: Page, { say }: CommandContext): Reply {
  return plainReply(say('pages.title'), say('pages.beyond', { from: page.from }), [
    { label: say('pages.first'), command: pageFrom(page, 1), inPlace: true },
  ]);
}

function pageFrom({ word, arguments: known, entities, limit }: Page, from: number): string {
  const asked = {
    ...entities,
    ...('limit' in known ? { limit } : {}),
    from: from === 1 ? undefined : from,
  };
  return slashForm(word, known, asked) ?? word;
}
