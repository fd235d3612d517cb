import { Argument } from 'commander';
import { renderTerminal } from '../channels/terminal/render.ts';
import modelCard from '../conversation/commands/model-card/command.ts';
import { defaultLocale, type Locale } from '../language/locale.ts';
import { neutralJson } from '../language/neutral-text.ts';
import { churnCardShape } from '../scoring/churn/churn-card.ts';
import { modelKinds } from '../store/kinds.ts';
import { type ListedModel, listModels } from '../store/models/list-models.ts';
import { type AddCommand, CommandFailed } from './host.ts';
import { localeOption } from './locale-option.ts';
import { addEvidence } from './model-evidence.ts';
import { operatorContext } from './operator.ts';
import { textTable } from './text-table.ts';

type ShowOptions = { locale?: Locale; groups?: true; json?: true };

/** A challenger is one that competed with the champion of its kind; whatever was before that is a former model. */
function roleOf(model: ListedModel, models: readonly ListedModel[]): string {
  if (model.champion) return 'champion';
  const champion = models.find(({ kind, champion }) => champion && kind === model.kind);
  const [mine, theirs] = [model, champion].map((each) => churnCardShape.safeParse(each?.card).data);
  const together = mine?.selection?.selectedOn === theirs?.selection?.selectedOn;
  return mine?.role === 'challenger' && together ? 'challenger' : 'former';
}

function aucOf({ card }: ListedModel): string {
  return churnCardShape.safeParse(card).data?.metrics?.auc.toFixed(3) ?? '–';
}

/** `bellwether model`: which models value the bank, on what evidence. */
export const model: AddCommand = (program, terminal, host) => {
  const group = program.command('model').description('models and their evidence');
  group
    .command('list')
    .description('every model, newest first')
    .option('--json', 'print one JSON document')
    .action(async (options: { json?: true }) => {
      const models = await listModels((await host.store()).db);
      if (options.json) {
        terminal.out(`${neutralJson(models)}\n`);
        return;
      }
      terminal.out(
        textTable(
          ['Id', 'Kind', 'Method', 'As of', 'Role', 'AUC'],
          models.map((each) => [
            String(each.id),
            each.kind,
            each.method,
            each.asOf,
            roleOf(each, models),
            aucOf(each),
          ]),
        ),
      );
    });
  const show = async (
    asked: Parameters<typeof modelCard.bind>[0],
    { locale = defaultLocale, json }: ShowOptions,
  ) => {
    const bound = modelCard.bind(asked);
    if (bound.kind !== 'figures') throw new CommandFailed('There is no such model.');
    const answer = await bound.run(await operatorContext(host, locale));
    if (!('reply' in answer)) throw new CommandFailed('There is no such model.');
    const { reply, data } = answer;
    terminal.out(
      json
        ? `${neutralJson({ reply, data })}\n`
        : renderTerminal(reply, {
            width: Math.min(terminal.width, 100),
            colour: terminal.colour,
            locale,
          }),
    );
  };
  group
    .command('events')
    .description('how the rules for events did in the bank’s past')
    .addOption(localeOption())
    .option('--json', 'print one JSON document')
    .action((options: ShowOptions) => show({ model: 'events' }, options));
  group
    .command('show')
    .description('the card of the model in use: data, method, measures, warnings')
    .addArgument(new Argument('[kind]').choices(modelKinds).default('churn'))
    .addOption(localeOption())
    .option('--groups', 'how the churn model performs by sex and age')
    .option('--json', 'print one JSON document')
    .action(async (kind: string, options: ShowOptions) => {
      if (options.groups && kind !== 'churn') {
        throw new CommandFailed(`--groups works only for the churn model, not for ${kind}.`);
      }
      const asked = kind === 'offers' ? 'recommend' : kind;
      await show({ model: options.groups ? 'groups' : asked }, options);
    });
  addEvidence(group, terminal, host);
};
