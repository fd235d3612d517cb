import { Canvas } from 'canvas';
import { type Loader, loader, None, parse, View } from 'vega';
import { compile } from 'vega-lite';
import { inSpan } from '../tracing/span.ts';
import { registerFonts } from './fonts.ts';
import { withOurLetters } from './letters.ts';
import type { DrawPng } from './png.ts';
import { themeConfig } from './themes.ts';
import { withTitleLines } from './title-lines.ts';

/**
 * Draws a Vega-Lite specification as a PNG at twice its size, letters that its fonts lack in Latin ones. The encoding runs
 * off the main thread.
 * @throws when the specification is not valid, or names data outside itself, which is never followed
 */
export const drawPng: DrawPng = (spec, theme) =>
  inSpan('draw a chart', {}, () => draw(spec, theme));

const draw: DrawPng = async (spec, theme) => {
  registerFonts();
  let outside: string | undefined;
  const nothingFromOutside: Loader = {
    ...loader(),
    load(address) {
      outside = address;
      return Promise.reject(new Error('not followed'));
    },
  };
  const view = new View(
    parse(compile(withTitleLines(withOurLetters(spec)), { config: themeConfig(theme) }).spec),
    {
      renderer: 'none',
      loader: nothingFromOutside,
      logLevel: None,
    },
  );
  try {
    const canvas: unknown = await view.toCanvas(2);
    if (outside !== undefined) {
      throw new Error(`A chart carries its data inside; this one names ${outside}.`);
    }
    if (!(canvas instanceof Canvas)) {
      throw new Error('Charts are drawn on @napi-rs/canvas, installed under the name "canvas".');
    }
    const png = await canvas.encode('png');
    // What it was drawn on is megabytes that the collector of garbage does not see.
    canvas.width = 1;
    canvas.height = 1;
    return png;
  } finally {
    view.finalize();
  }
};
