import { Canvas } from 'canvas';
import { type Loader, loader, parse, View } from 'vega';
import { compile } from 'vega-lite';
import { registerFonts } from './fonts.ts';
import type { DrawPng } from './png.ts';
import { themeConfig } from './themes.ts';

/** Charts carry their data; one that names a file or an address is refused rather than followed. */
const nothingFromOutside: Loader = {
  ...loader(),
  load: (address) =>
    Promise.reject(new Error(`A chart carries its data inside; this one names ${address}.`)),
};

/**
 * Draws a Vega-Lite specification as a PNG at twice its size. The encoding runs off the main thread.
 * @throws when the specification is not valid or names data outside itself
 */
export const drawPng: DrawPng = async (spec, theme) => {
  registerFonts();
  const view = new View(parse(compile(spec, { config: themeConfig(theme) }).spec), {
    renderer: 'none',
    loader: nothingFromOutside,
  });
  try {
    const canvas: unknown = await view.toCanvas(2);
    if (!(canvas instanceof Canvas)) {
      throw new Error('Charts are drawn on @napi-rs/canvas, installed under the name "canvas".');
    }
    return await canvas.encode('png');
  } finally {
    view.finalize();
  }
};
