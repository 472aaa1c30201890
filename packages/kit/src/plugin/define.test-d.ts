// This file is compiled, never run: each `@ts-expect-error` fails the build if the line under it compiles.
import { z } from 'zod';

import { definePlugin, type PluginFactory } from './define.js';

/** Compiles where the types are the same, no wider and no narrower. */
type Same<A, B> =
  (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : never;
declare const same: <A, B>(yes: Same<A, B>) => void;

const schema = z.object({ path: z.string().default('/m') });

// With a schema, apps give its input and `setup` receives its output, without a type argument.
const checked = definePlugin({
  name: 'a',
  options: schema,
  setup: ({ options: { path } }) => same<typeof path, string>(true),
});
same<typeof checked, PluginFactory<{ path?: string | undefined }>>(true);
checked();
checked({ path: '/a' });
// @ts-expect-error -- an option of another type
checked({ path: 1 });

// The options may have a name of their own, which is compared with the schema.
export const named: PluginFactory<{ path?: string }> = definePlugin({
  name: 'a',
  options: schema,
  setup: ({ options: { path } }) => same<typeof path, string>(true),
});
// @ts-expect-error -- the schema wants another type
export const wrong: PluginFactory<{ path?: number }> = definePlugin({
  name: 'a',
  options: schema,
  setup() {},
});

// Without a schema the type argument says what apps give, and `setup` receives that.
definePlugin<{ path?: string }>({
  name: 'a',
  setup: ({ options: { path } }) => same<typeof path, string | undefined>(true),
});

definePlugin<{ path?: string }>({
  name: 'a',
  // @ts-expect-error -- with both, `setup` would receive what apps give
  options: schema,
  setup() {},
});
