import { start } from '@skerry/client';

import { Templates } from '../../packages/client/dist/patch/template.js';
import { patchInstance } from '../../packages/client/dist/patch/patch.js';
import { putNodes, Place } from '../../packages/client/dist/patch/places.js';

start();

/** Patches a row as a frame does; returns the microseconds that it took. */
Object.assign(globalThis, {
  patchRows(from: number, count: number): number[] {
    const host = document.querySelector('skerry-live') as HTMLElement;
    const place = ((globalThis as { place?: Place }).place ??= new Place(host));
    const frame = { templates: new Templates(), language: '' as const, losses: [], put: putNodes };
    return Array.from({ length: count }, (_, i) => {
      const row = { 2: `patched ${from + i} ${Math.random()}` };
      const diff = { 0: { 0: { p: { [from + i]: row } } } };
      const started = performance.now();
      patchInstance(place, diff, frame);
      return (performance.now() - started) * 1000;
    });
  },
});
