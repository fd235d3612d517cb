import type { DrawPng } from '../charts/png.ts';
import { TooBusy } from '../limits/bounded-queue.ts';
import type { Metrics } from './metrics.ts';

/** Draws charts, counts what comes of them, and measures how long that takes. */
export function countedDrawing(
  draw: DrawPng,
  {
    charts,
    chartSeconds,
    chartsUnderWay,
  }: Pick<Metrics, 'charts' | 'chartSeconds' | 'chartsUnderWay'>,
): DrawPng {
  return async (spec, theme) => {
    const stop = chartSeconds.startTimer();
    chartsUnderWay.inc();
    try {
      const drawn = await draw(spec, theme);
      stop();
      charts.inc({ outcome: 'drawn' });
      return drawn;
    } catch (error) {
      charts.inc({ outcome: error instanceof TooBusy ? 'busy' : 'failed' });
      throw error;
    } finally {
      chartsUnderWay.dec();
    }
  };
}
