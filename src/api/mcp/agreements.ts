import { createHash, randomUUID } from 'node:crypto';
import {
  acceptedContent,
  CLIENT_CAPABILITIES_META_KEY,
  createRequestStateCodec,
  type InputRequiredResult,
  inputRequired,
  type McpServer,
  type RequestStateCodec,
  type ServerContext,
} from '@modelcontextprotocol/server';
import { z } from 'zod';
import type { Say } from '../../language/messages.ts';
import { neutral } from '../../language/neutral-text.ts';

/** What a person is asked to agree to: a slash form as it was called, as it is to be done, and which asking of it. */
type Asked = { form: string; does: string; id: string };

/** What is said before something is done, and the slash form that does it; or why there is nothing to do. */
export type Told = { what: string; does: string } | { nothing: string };

/**
 * What came of asking: the slash form that the person has agreed to; that they are asked now, by their program; what to say where it
 * cannot ask, or that such a program may not confirm; that there is nothing to do; or that they did not agree, or had agreed and it was done.
 */
export type Agreement =
  | { kind: 'agreed'; does: string; by: 'person' | 'program' }
  | { kind: 'asking'; asking: InputRequiredResult }
  | { kind: 'sayFirst'; what: string; confirmation: string }
  | { kind: 'cannotAsk'; form: string }
  | { kind: 'nothing'; why: string }
  | { kind: 'declined' }
  | { kind: 'done' };

const agreement = z.object({ confirm: z.boolean() });

/** Agreements of one person, signed, good for ten minutes and for that person alone. */
export type Agreements = RequestStateCodec<Asked>;

/** @param secret signs them: the same on every replica */
export const createAgreements = (managerId: number, secret: string): Agreements =>
  createRequestStateCodec<Asked>({
    key: createHash('sha256').update(`mcp agreement ${secret}`).digest(),
    bind: ({ mcpReq }) => `${mcpReq.method} ${managerId}`,
  });

/**
 * Has a person agree to something before it is done. A program that can ask its person is told to; one that cannot changes nothing,
 * unless the bank lets programs confirm: then it is given a confirmation to call with once they have agreed in its own way.
 * @param options.programsMayConfirm whether the bank lets a program say that its person agreed
 * @param options.confirmation what a call brought, of a program that cannot ask
 * @param options.once whether an agreement is acted upon for the first time
 * @param options.tell what the person is told; asked for where they are told it
 */
export async function agreedTo(
  form: string,
  options: {
    server: McpServer;
    context: ServerContext;
    agreements: Agreements;
    say: Say;
    programsMayConfirm: boolean;
    confirmation: string | undefined;
    once: (id: string) => Promise<boolean>;
    tell: () => Promise<Told>;
  },
): Promise<Agreement> {
  const { server, context, agreements, say, programsMayConfirm, confirmation, once, tell } =
    options;
  const { inputResponses, requestState } = context.mcpReq;
  const act = async (asked: Asked | undefined, by: 'person' | 'program'): Promise<Agreement> => {
    if (asked?.form !== form) return { kind: 'declined' };
    return (await once(asked.id)) ? { kind: 'agreed', does: asked.does, by } : { kind: 'done' };
  };
  const asked = requestState<Asked>();
  if (asked !== undefined && inputResponses !== undefined) {
    const answer = acceptedContent(inputResponses, 'confirm', agreement);
    return act(answer?.confirm === true ? asked : undefined, 'person');
  }
  const asks = canAsk(server, context);
  if (!asks && !programsMayConfirm) return { kind: 'cannotAsk', form: onOneLine(form) };
  if (!asks && confirmation !== undefined)
    return act(await verified(agreements, confirmation, context), 'program');
  const told = await tell();
  if ('nothing' in told) return { kind: 'nothing', why: told.nothing };
  const what = say('mcp.confirm.message', { what: neutral(told.what), form: onOneLine(told.does) });
  const state = await agreements.mint({ form, does: told.does, id: randomUUID() }, context);
  if (!asks) return { kind: 'sayFirst', what, confirmation: state };
  const asking = inputRequired({
    inputRequests: {
      confirm: inputRequired.elicit({
        message: what,
        requestedSchema: z.object({
          confirm: z.boolean().meta({ title: say('mcp.confirm.field') }),
        }),
      }),
    },
    requestState: state,
  });
  return { kind: 'asking', asking };
}

/** What a confirmation is of; undefined where it is none, no longer good, or somebody else's. */
async function verified(
  agreements: Agreements,
  confirmation: string,
  context: ServerContext,
): Promise<Asked | undefined> {
  try {
    return await agreements.verify(confirmation, context);
  } catch {
    // The codec tells only that it is not good, and there is nothing else to do about it.
    return undefined;
  }
}

/** A slash form as a person reads it: on one line, without what would be obeyed instead of shown. */
const onOneLine = (form: string): string => neutral(form.replace(/\s+/gu, ' '));

/** What a program says of itself with each request, since the protocol's revision of July 2026. */
const saidOfItself = z.looseObject({
  [CLIENT_CAPABILITIES_META_KEY]: z.looseObject({ elicitation: z.looseObject({}).optional() }),
});

/** Whether a program can ask its person: as it says with the request or, before that revision, said when it connected. */
function canAsk(server: McpServer, { mcpReq }: ServerContext): boolean {
  const said = saidOfItself.safeParse(mcpReq.envelope).data?.[CLIENT_CAPABILITIES_META_KEY];
  return (said ?? server.server.getClientCapabilities())?.elicitation !== undefined;
}
