import type { TopLevelSpec } from 'vega-lite';

export type Theme = 'light' | 'dark';

/** Draws a Vega-Lite specification as a PNG at twice its size, with Chinese text, off the network. */
export type DrawPng = (spec: TopLevelSpec, theme: Theme) => Promise<Uint8Array>;
