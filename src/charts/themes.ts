import type { Config } from 'vega-lite';
import { fontFamilies } from './fonts.ts';
import { chartPadding, textSize } from './frame.ts';
import type { Theme } from './png.ts';

/*
 * Every text holds 4.5:1 against the background and every mark 3:1 (WCAG 2.2, 1.4.3 and 1.4.11), and the first two
 * marks are told apart by people who see no red or no green.
 */
const palettes = {
  light: {
    background: '#ffffff',
    ink: '#1d2733',
    quiet: '#55616f',
    line: '#c3cbd5',
    grid: '#e9edf2',
    marks: ['#1f5fbf', '#c8501e', '#667b95'],
  },
  dark: {
    background: '#171d26',
    ink: '#eef2f7',
    quiet: '#a9b4c2',
    line: '#4a5665',
    grid: '#2a333f',
    marks: ['#7db2ff', '#ff9d66', '#8d9fb8'],
  },
} as const satisfies Record<Theme, unknown>;

/** The size of a chart's title in pixels. */
export const titleSize = 18;

/** The colours of a theme, as `#rrggbb`; `marks` are value, loss and neutral, in that order. */
export function paletteOf(theme: Theme) {
  return palettes[theme];
}

/** The Vega-Lite configuration that gives a chart of ours its look. */
export function themeConfig(theme: Theme): Config {
  const { background, ink, quiet, line, grid, marks } = palettes[theme];
  return {
    background,
    padding: chartPadding,
    font: fontFamilies,
    view: { stroke: null },
    title: {
      anchor: 'start',
      frame: 'bounds',
      color: ink,
      fontSize: titleSize,
      fontWeight: 600,
      offset: 14,
      subtitleColor: quiet,
      subtitleFontSize: textSize,
      subtitlePadding: 6,
    },
    axis: {
      labelColor: quiet,
      labelFontSize: textSize,
      labelPadding: 8,
      domainColor: line,
      gridColor: grid,
      ticks: false,
      titleColor: quiet,
      titleFontSize: textSize,
      titleFontWeight: 'normal',
    },
    legend: {
      labelColor: ink,
      labelFontSize: textSize,
      titleColor: quiet,
      titleFontSize: textSize,
    },
    text: { color: ink, fontSize: textSize },
    rule: { color: line },
    line: { strokeWidth: 2.5, color: marks[0] },
    point: { color: marks[0], filled: true },
    area: { color: marks[0] },
    bar: { color: marks[0] },
    range: { category: [...marks] },
  };
}
