import { expect, test } from 'vitest';

import { defineIsland, loadIslands } from './definition.js';

test('islands are loaded once, together, and one that fails keeps its failure', async () => {
  const loads: string[] = [];
  const define = (name: string, load: () => Promise<unknown>) =>
    defineIsland({
      name,
      load: async () => {
        loads.push(name);
        return { default: await load() };
      },
    });
  const failure = new ReferenceError('window is not defined');
  const map = define('map', () => Promise.reject(failure));
  const chart = define('chart', () => Promise.resolve('chart'));
  const only = defineIsland({ name: 'only' });
  expect(loads).toEqual([]);
  await Promise.all([loadIslands(), loadIslands()]);
  expect(map).toMatchObject({ failure: { thrown: failure } });
  expect(chart).toMatchObject({ component: 'chart' });
  expect(only.component).toBeUndefined();
  expect(loads).toEqual(['map', 'chart']);
  expect(loadIslands()).toBeUndefined();
});
