/** The width of a chart in pixels; a phone shows it at about two thirds. */
export const chartWidth = 480;

/** What every chart has in common. */
export function frame(title: string, subtitle?: string) {
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    width: chartWidth,
    height: 180,
    autosize: { type: 'fit-x', contains: 'padding' },
    title: subtitle === undefined ? title : { text: title, subtitle },
  } as const;
}
