import type { TopLevelSpec } from 'vega-lite';

export type Theme = 'light' | 'dark';

/** Draws a Vega-Lite specification as a PNG at twice its size, in any script there is a font for, off the network. */
export type DrawPng = (spec: TopLevelSpec, theme: Theme) => Promise<Uint8Array>;
