import { type TreeRow, treeChart } from '../../../charts/tree-chart.ts';
import { churnCardShape } from '../../../scoring/churn/churn-card.ts';
import { churnFeature } from '../../../settings/churn-features.ts';
import type { SurrogateNode, SurrogateTree } from '../../../valuation/index.ts';
import type { Reply } from '../../reply.ts';
import { churnKindName } from '../../wording/churn-kind-words.ts';
import { plainReply } from '../../wording/fallback-replies.ts';
import { featureValue } from '../../wording/feature-values.ts';
import { featureLabel } from '../../wording/feature-words.ts';
import type { Model } from './model.ts';
import type { Reader } from './reader.ts';

/** A branch: what was asked on the way to it, the last answer last. */
type Branch = { node: SurrogateNode; answers: readonly string[] };

/** What the churn model in use does, as a small tree of questions, and how faithful that is. */
export function treeCardReply(model: Model, reader: Reader): Reply {
  const { say, format, locale } = reader;
  const { surrogate } = churnCardShape.parse(model.card);
  const title = say('tree-card.title');
  if (surrogate === null) return plainReply(title, say('tree-card.none'));
  const branches = branchesOf(surrogate, 0, [], reader);
  const leaves = branches
    .filter(({ node }) => node.split === undefined)
    .sort((a, b) => b.node.prediction - a.node.prediction);
  const [riskiest] = leaves;
  const faithful = format.percent(Math.max(0, surrogate.faithfulness));
  return {
    title,
    summary: say('tree-card.summary', {
      model: churnKindName(model.method, say, 'inSentence'),
      faithful,
    }),
    facts: [
      { label: say('tree-card.facts.faithful'), value: faithful },
      { label: say('tree-card.facts.rows'), value: format.number(surrogate.rows) },
    ],
    details: [
      ...leaves.map((leaf) =>
        say('tree-card.end', {
          branch: joined(leaf, reader),
          risk: format.percent(leaf.node.prediction),
          share: format.percent(leaf.node.share),
        }),
      ),
      say('tree-card.note'),
    ],
    charts: [
      {
        alt: say('tree-card.chart', {
          leaves: leaves.length,
          branch: riskiest === undefined ? '' : joined(riskiest, reader),
          risk: format.percent(riskiest?.node.prediction ?? 0),
        }),
        spec: treeChart({
          rows: branches.map(
            ({ node, answers }): TreeRow => ({
              depth: answers.length,
              label: answers.at(-1) ?? say('tree-card.all'),
              probability: node.prediction,
              figure: format.percent(node.prediction),
            }),
          ),
          locale,
        }),
      },
    ],
    actions: [{ label: say('model-card.names.churn'), command: 'model churn' }],
    visibility: 'channel',
  };
}

const joined = ({ answers }: Branch, { say }: Reader): string =>
  answers.length === 0 ? say('tree-card.all') : answers.join(say('tree-card.separator'));

/** The branches of a tree from a node on, each before those that belong to it. */
function branchesOf(
  tree: SurrogateTree,
  at: number,
  answers: readonly string[],
  reader: Reader,
): Branch[] {
  const node = tree.nodes[at];
  if (node === undefined) return [];
  const { split } = node;
  return [
    { node, answers },
    ...(split === undefined
      ? []
      : (['low', 'high'] as const).flatMap((side) =>
          branchesOf(
            tree,
            side === 'low' ? split.left : split.right,
            [...answers, answerOf(split, side, reader)],
            reader,
          ),
        )),
  ];
}

/** One of the two answers to a question: “Balance over €500”. */
function answerOf(
  { feature, threshold, missingLeft }: NonNullable<SurrogateNode['split']>,
  side: 'low' | 'high',
  reader: Reader,
): string {
  const { say } = reader;
  const label = featureLabel(feature, say);
  if (threshold === Number.MAX_VALUE)
    return say('tree-card.known', { feature: label, known: side === 'low' ? 'yes' : 'no' });
  const unit = churnFeature(feature)?.unit;
  const whole = unit === 'count' || unit === 'days' || unit === 'months';
  return say('tree-card.answer', {
    feature: label,
    side,
    value: featureValue(feature, whole ? Math.floor(threshold) : threshold, reader),
    orMissing: missingLeft === (side === 'low') ? 'yes' : 'no',
  });
}
