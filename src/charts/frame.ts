/**
 * The width of a chart in pixels, and the size of every text in it: a phone of 320 px shows it 300 px wide, and so no text
 * smaller than 12 px.
 */
export const chartWidth = 384;
export const textSize = 16;

/** Around a chart, in pixels. */
export const chartPadding = 12;

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
