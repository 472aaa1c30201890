/**
 * Vitest runs this file before each file of tests, as a module of the app's graph. It hands the app to `createTestApp()` of
 * `@skerry/kit/testing`, which is outside of that graph. The modules are imported when a test asks for them, so that mocks come first.
 */
const ownModules = Symbol.for('skerry.own-modules');

/** Imports the modules of the app. @throws what they throw */
const importModules = (): Promise<unknown> =>
  // @ts-expect-error -- the plugin writes the module
  import('virtual:skerry/modules');

const base = (import.meta as unknown as { env: { BASE_URL: string } }).env.BASE_URL;

// A worker may run several files of tests, each with modules of its own.
Reflect.set(globalThis, ownModules, { base, importModules });
