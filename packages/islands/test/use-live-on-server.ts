import { describe, expect, test } from 'vitest';

import type { RegionClient } from '../src/index.js';
import type { Renderer } from '../src/server/index.js';

/** Makes an element of a framework. */
type MakeElement = (
  type: string | (() => never),
  props: null,
  ...children: (string | object)[]
) => object;

/** Tests what `useLive()` of a framework returns while an island is rendered on the server. */
export function testUseLiveOnServer(
  renderer: Renderer,
  makeElement: unknown,
  useLive: () => RegionClient | undefined,
): void {
  // seam: frameworks type their elements in ways of their own
  const h = makeElement as MakeElement;
  const inRegion = (component: () => object, isInRegion = true) =>
    renderer.render(component, {}, new Map(), 'x', isInRegion);
  const Inner = () => h('b', null, useLive() ? 'live' : 'alone') as never;
  const Outer = () => h('p', null, useLive() ? 'live' : 'alone', h(Inner, null));

  describe('useLive() on the server', () => {
    test('finds the region in which the island is, and none on a page', () => {
      expect(inRegion(Outer)).toBe('<p>live<b>live</b></p>');
      expect(inRegion(Outer, false)).toBe('<p>alone<b>alone</b></p>');
    });

    test('has the functions of the region', () => {
      const Listening = () => {
        const stop = useLive()?.on('tide', () => undefined);
        stop?.();
        return h('i', null, typeof stop);
      };
      expect(inRegion(Listening)).toBe('<i>function</i>');
    });

    test('sends nothing while the island is rendered', () => {
      const Hasty = () => h('i', null, String(useLive()?.send('ask')));
      expect(() => inRegion(Hasty)).toThrow(
        /useLive\(\)\.send\("ask"\) was called while .* an effect\./,
      );
    });
  });
}
