import { z } from 'zod';
import type { Arguments } from './arguments/grammar.ts';
import type { CommandDescription, JsonSchema } from './command.ts';
import { commands } from './registry.ts';

/** What people and programs are told about every command: for usage hints, command lists, tools and the docs. */
export function describeCommands(): CommandDescription[] {
  return commands
    .filter(({ intent }) => intent !== 'unknown')
    .map(
      ({
        intent,
        group,
        everyday,
        name,
        usage,
        summary,
        button,
        phrases,
        allowed,
        ofGroups,
        arguments: known,
      }) => ({
        intent,
        group,
        everyday,
        name,
        usage,
        summary,
        button,
        phrases,
        allowed,
        ofGroups,
        arguments: Object.entries(known).map(([entity, { kind, required, description }]) => ({
          name: entity,
          kind: kind.name,
          required,
          description,
        })),
        schema: schemaOf(known),
      }),
    );
}

function schemaOf(known: Arguments): JsonSchema {
  return z.toJSONSchema(
    z.strictObject(
      Object.fromEntries(Object.entries(known).map(([name, { schema }]) => [name, schema])),
    ),
  );
}
