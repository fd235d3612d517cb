import { createMetrics } from '../../src/api/metrics.ts';
import { inLanguage, type PageLocale, prose, table } from '../write-page.ts';

const words = {
  title: { en: 'Metrics', zh: '监控指标' },
  introduction: {
    en:
      '`/metrics` tells these to Prometheus: to programs on the same machine, and to others with `METRICS_TOKEN`. No label carries anything of a ' +
      'customer or a person. [Monitoring and alerts](../operations.md) has a dashboard and alert rules made of them. Besides, there are ' +
      'the metrics of the Node process that prom-client collects (`process_…`, `nodejs_…`).',
    zh:
      '`/metrics` 以 Prometheus 的格式提供这些指标：本机上的程序可以直接读取，其他机器需要 `METRICS_TOKEN`。任何标签都不含客户或个人信息。' +
      '[监控与告警](../operations.md)提供据此制作的看板和告警规则。此外还有 prom-client 收集的 Node 进程指标（`process_…`、`nodejs_…`）。',
  },
  heading: {
    en: ['metric', 'kind', 'labels', 'what it tells'],
    zh: ['指标', '类型', '标签', '含义'],
  },
  kinds: {
    en: { counter: 'counter', gauge: 'gauge', histogram: 'histogram' },
    zh: { counter: '计数器', gauge: '仪表', histogram: '直方图' },
  },
};

const kinds = ['counter', 'gauge', 'histogram'] as const;

/**
 * The page of metrics in a language.
 * @throws {Error} where the help of a metric has no Chinese
 */
export function metricsPage(locale: PageLocale): string {
  const { registry } = createMetrics();
  const lines = registry
    .getMetricsAsArray()
    .filter(({ name }) => name.startsWith('bellwether_'))
    .map((metric) => {
      const kind = kinds.find((each) => each === String(metric.type));
      const labels: unknown = Reflect.get(metric, 'labelNames');
      return [
        `\`${metric.name}\``,
        kind === undefined ? '' : words.kinds[locale][kind],
        (Array.isArray(labels) ? labels : []).map((label) => `\`${label}\``).join(' '),
        prose(inLanguage(locale, metric.help)),
      ];
    });
  registry.clear();
  return [
    `# ${words.title[locale]}`,
    words.introduction[locale],
    table(words.heading[locale], lines),
  ].join('\n\n');
}
