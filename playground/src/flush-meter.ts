import { definePlugin } from '@skerry/kit';

/** The cost of a region's last update. */
export interface Flush {
  /** Bytes of its frame. */
  bytes: number;
  /** Microseconds to render, compare and send it. */
  micros: number;
}

/** By the region's id, the latest last. */
const flushes = new Map<string, Flush>();
const mostRegions = 1_000;

/** Records the cost of each region's last update. */
export const flushMeter = definePlugin({
  name: 'playground:flush-meter',
  setup({ hooks }) {
    hooks.onFlush.tap(({ region, bytes, micros }) => {
      if (!region) return;
      flushes.delete(region.id);
      flushes.set(region.id, { bytes, micros });
      if (flushes.size > mostRegions)
        for (const oldest of flushes.keys()) return flushes.delete(oldest);
    });
  },
});

/** The cost of a region's last update, if it is known and recent. */
export const lastFlush = (region: string): Flush | undefined => flushes.get(region);
