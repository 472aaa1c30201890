import { definePlugin } from '@skerry/kit';

/** What the last update of a region cost. */
export interface Flush {
  /** Bytes of its frame. */
  bytes: number;
  /** Microseconds to render, compare and send it. */
  micros: number;
}

/** By the region's id, the latest last. */
const flushes = new Map<string, Flush>();
const mostRegions = 1_000;

/** Notes what the last update of each region cost. */
export const flushMeter = definePlugin({
  name: 'playground:flush-meter',
  setup({ hooks }) {
    hooks.onFlush.tap(({ region, bytes, micros }) => {
      flushes.delete(region.id);
      flushes.set(region.id, { bytes, micros });
      if (flushes.size > mostRegions)
        for (const oldest of flushes.keys()) return flushes.delete(oldest);
    });
  },
});

/** What the last update of a region cost, if it was noted and is not long ago. */
export const lastFlush = (region: string): Flush | undefined => flushes.get(region);
