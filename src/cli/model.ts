import { Argument } from 'commander';
import type { Principal } from '../access/principal.ts';
import { renderTerminal } from '../channels/terminal/render.ts';
import { commandContext } from '../conversation/command-context.ts';
import modelCard from '../conversation/commands/model-card.ts';
import { listModels } from '../store/models/list-models.ts';
import { modelKinds } from '../store/schema.ts';
import { type AddCommand, CommandFailed } from './host.ts';
import { localeOption } from './locale-option.ts';
import { textTable } from './text-table.ts';

/** Who operates the server may read its models; no customer is in a model's card. */
const operator: Extract<Principal, { kind: 'linked' }> = {
  kind: 'linked',
  managerId: 0,
  name: 'operator',
  email: null,
  role: 'analyst',
  branchId: null,
  locale: null,
  timezone: null,
};

/** `bellwether model`: which models value the bank, on what evidence. */
export const model: AddCommand = (program, terminal, host) => {
  const group = program.command('model').description('models and their evidence');
  group
    .command('list')
    .description('every model, the newest first')
    .option('--json', 'print one JSON document')
    .action(async (options: { json?: true }) => {
      const models = await listModels((await host.store()).db);
      if (options.json) {
        terminal.out(`${JSON.stringify(models)}\n`);
        return;
      }
      terminal.out(
        textTable(
          ['Id', 'Kind', 'Method', 'As of', 'Champion'],
          models.map((each) => [
            String(each.id),
            each.kind,
            each.method,
            each.asOf,
            each.champion ? 'yes' : '–',
          ]),
        ),
      );
    });
  group
    .command('show')
    .description('the card of the model in use: data, method, measures, warnings')
    .addArgument(new Argument('[kind]').choices(modelKinds).default('churn'))
    .addOption(localeOption())
    .option('--json', 'print one JSON document')
    .action(async (kind: string, options: { locale?: 'en' | 'zh'; json?: true }) => {
      const locale = options.locale ?? 'en';
      const read = modelCard.slash(kind);
      const bound = 'entities' in read ? modelCard.bind(read.entities) : null;
      if (bound?.kind !== 'figures') throw new CommandFailed(`There is no model of kind ${kind}.`);
      const context = await commandContext(
        { store: await host.store(), config: host.config, now: host.now },
        { principal: operator, channel: 'terminal', address: '', shared: false, locale },
      );
      if (context === undefined) {
        throw new CommandFailed('No valuation run is published yet. Run `bellwether score`.');
      }
      const { reply, data } = await bound.run(context);
      terminal.out(
        options.json
          ? `${JSON.stringify({ reply, data })}\n`
          : renderTerminal(reply, {
              width: Math.min(terminal.width, 100),
              colour: terminal.colour,
              locale,
            }),
      );
    });
};
