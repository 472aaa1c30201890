import type { MonkeyEvent, MonkeyWorld } from '../packages/plugins/src/chaos/index.js';
import { createTestApp } from '@skerry/kit/testing';

import { playgroundModules } from './playground-modules.js';

const most = 1e6;
// The build names views by their files; here the names of views differ from those.
const { views } = playgroundModules();
const todo = views['live/todo']?.id;
const bell = views['live/bell']?.id;
/** The characters that a title may have; the view refuses more. */
const longest = 80;

/** Visitors of the playground's page of tasks: they add, tick, edit, remove and take back, and now and then ring the bell. */
export const todoWorld: MonkeyWorld = {
  app(plugins) {
    const { config, ...modules } = playgroundModules();
    const limits = {
      ...config?.limits,
      eventRate: most,
      maxEventBurst: most,
      joinRate: most,
      frameRate: most,
      maxFrameBurst: most,
      // A page with a clock of its own may take long to come back.
      parkTimeout: most,
      // Stalls are what this is about.
      slowTurnTimeout: most,
    };
    const log = { info() {}, warn() {}, error() {} };
    // Those of the run take the place of the playground's own faults.
    const names = new Set(plugins.map(({ name }) => name));
    const own = (config?.plugins ?? []).filter(({ name }) => !names.has(name));
    const all = [...own, ...plugins];
    return createTestApp({ ...modules, config: { ...config, log, limits, plugins: all } });
  },

  path: '/todo',

  events({ mark, rows }, random): MonkeyEvent {
    if (random.chance(0.03)) return { ...(bell && { view: bell }), event: 'ring' };
    const title = `${mark} ${random.below(1_000)}`;
    const key = random.pick([...rows(todo), '1']);
    const value = { id: Number(key) };
    const act = (event: string, given: unknown = null, type = 'click'): MonkeyEvent => ({
      ...(todo && { view: todo }),
      event,
      value: given,
      type,
    });
    return random.pick<() => MonkeyEvent>([
      () => act('add', { title }, 'submit'),
      () => act('add', { title: `${' '.repeat(random.below(3))}${title} ` }, 'submit'),
      () => act('add', { title: 'x'.repeat(longest + 1) }, 'submit'),
      () => act('check', { title, _target: 'title' }, 'change'),
      () => act('toggle', value),
      () => act('toggle', value),
      () => act('edit', value),
      () => act('rename', { title }, 'submit'),
      () => act('cancel'),
      () => act('remove', value),
      () => act('undo'),
    ])();
  },
};
