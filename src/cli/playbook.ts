import { resolve } from 'node:path';
import { z } from 'zod';
import { printable } from '../channels/terminal/columns.ts';
import { customerName } from '../conversation/wording/customer-words.ts';
import { defaultLocale, type Locale } from '../language/locale.ts';
import { nameIn } from '../language/names.ts';
import { neutralJson } from '../language/neutral-text.ts';
import { usualRiskThreshold } from '../scoring/churn/risk-threshold.ts';
import type { Because } from '../scoring/playbooks/evaluate.ts';
import {
  resolveSegments,
  type Stepped,
  stepsOfBank,
  type UnknownSegment,
} from '../scoring/playbooks/run-playbooks.ts';
import { ConfigError } from '../settings/config-error.ts';
import { nearestOf } from '../settings/playbooks/condition.ts';
import { type FoundPlaybook, readPlaybookFile } from '../settings/playbooks/read-playbooks.ts';
import { newestRun } from '../store/book/newest-run.ts';
import { hasFacts } from '../store/playbooks/known-customers.ts';
import { filterChoices } from '../store/rankings/filter-choices.ts';
import { type AddCommand, CommandFailed } from './host.ts';
import { localeOption } from './locale-option.ts';
import { progressLine } from './progress-line.ts';

const namesShown = 5;

/** What a run says of itself that trying a playbook needs. */
const valuedWith = z.object({
  churn: z.object({ atRisk: z.union([z.number(), z.literal('auto')]) }),
});

/** `bellwether playbook`: what a file of playbooks would have done. */
export const playbook: AddCommand = (program, terminal, host) => {
  const group = program.command('playbook').description('next steps by conditions, from a file');
  group
    .command('try')
    .description('say who would get what by a file, by the newest run; nothing is stored')
    .argument('<file>', 'a YAML file of playbooks')
    .addOption(localeOption())
    .option('--json', 'print one JSON document')
    .action(async (file: string, options: { locale?: Locale; json?: true }) => {
      const found = readPlaybookFile(resolve(terminal.cwd, file), file);
      const { db } = await host.store();
      const run = await newestRun(db);
      if (run === undefined) {
        throw new CommandFailed('No valuation run is published yet. Run `bellwether score`.');
      }
      const { segments } = await filterChoices(db, run.id);
      const { resolved, unknown } = resolveSegments(found, segments);
      refuseUnknown(
        unknown,
        found,
        segments.flatMap(({ names }) => Object.values(names)),
      );
      const threshold = valuedWith.safeParse(run.parameters).data?.churn.atRisk ?? 'auto';
      const progress = progressLine(terminal, () => host.now().getTime());
      const stepped: Stepped[] = [];
      let looked = 0;
      for await (const each of stepsOfBank(db, run.id, resolved, {
        atRisk: threshold === 'auto' ? usualRiskThreshold : threshold,
        signal: terminal.signal,
        onProgress: (customers) => {
          looked = customers;
          progress.show(`${customers} customers`);
        },
      })) {
        stepped.push(each);
      }
      progress.done();
      if (looked > 0 && !(await hasFacts(db, run.id))) {
        throw new CommandFailed(
          'An earlier version made the newest run, without what playbooks ask for. Run `bellwether score` first.',
        );
      }
      const tried = { run, looked, found, stepped };
      terminal.out(
        options.json
          ? `${neutralJson(asJson(tried))}\n`
          : asText(tried, options.locale ?? defaultLocale),
      );
    });
};

function refuseUnknown(
  unknown: readonly UnknownSegment[],
  found: readonly FoundPlaybook[],
  names: readonly string[],
): void {
  if (unknown.length === 0) return;
  const lines = unknown.map(({ playbook, segment, at }) => {
    const source = found.find(({ id }) => id === playbook)?.source;
    const where = `${source?.file}:${source?.lineOf(['when', ...at])}`;
    return `${where}: the newest run has no segment ${neutralJson(segment)}; ${nearestOf(segment, names)}`;
  });
  throw new ConfigError(lines.join('\n'));
}

type Tried = {
  run: { id: number; asOf: string };
  looked: number;
  found: readonly FoundPlaybook[];
  stepped: readonly Stepped[];
};

function asJson({ run, looked, found, stepped }: Tried) {
  return {
    run: run.id,
    asOf: run.asOf,
    customers: looked,
    withStep: stepped.length,
    playbooks: found.map(({ id, priority, owner, due_days: dueDays, name, step }) => {
      const got = gotBy(stepped, id);
      return {
        id,
        priority,
        owner,
        dueDays,
        name,
        step,
        count: got.length,
        first: got.filter(({ first }) => first).length,
        customers: got.map(({ customer, because }) => ({ customer: customer.externalId, because })),
      };
    }),
  };
}

/** Who gets a playbook, the most at stake first; `first` where it is the first thing to do. */
function gotBy(stepped: readonly Stepped[], id: string) {
  return stepped
    .flatMap(({ customer, steps }) =>
      steps.flatMap(({ playbook, because }, i) =>
        playbook.id === id ? [{ customer, because, first: i === 0 }] : [],
      ),
    )
    .sort((a, b) => (b.customer.valueAtStake ?? 0) - (a.customer.valueAtStake ?? 0));
}

function asText({ run, looked, found, stepped }: Tried, locale: Locale): string {
  const lines = [
    `By run ${run.id} as of ${run.asOf}, ${stepped.length} of ${counted(looked)} ${stepped.length === 1 ? 'gets' : 'get'} a next step. Nothing is stored.`,
  ];
  for (const { id, name, step, owner, due_days: due } of found) {
    const got = gotBy(stepped, id);
    const first = got.filter((each) => each.first).length;
    lines.push(
      '',
      `${printable(nameIn(name, locale))} (${id}): ${counted(got.length)}, ${first} of them before anything else`,
      `  ${owner}, within ${due} days: ${printable(nameIn(step, locale))}`,
      ...got
        .slice(0, namesShown)
        .map(
          ({ customer, because }) =>
            `  ${printable(`${customerName(customer, locale)} · ${customer.externalId}: ${because.map(inWords).join(', ')}`)}`,
        ),
      ...(got.length > namesShown ? [`  and ${got.length - namesShown} more`] : []),
    );
  }
  return `${lines.join('\n')}\n`;
}

function counted(customers: number): string {
  return customers === 1 ? '1 customer' : `${customers} customers`;
}

function inWords({ fact, value }: Because): string {
  if (typeof value === 'object') return `${fact} ${value.length === 0 ? 'none' : value.join(' ')}`;
  if (typeof value === 'number') return `${fact} ${Number(value.toPrecision(4))}`;
  return `${fact} ${value}`;
}
