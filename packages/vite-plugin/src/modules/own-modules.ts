// Vitest runs this before each file of tests. The app is imported when a test asks for it, so that mocks come first.
Reflect.set(
  globalThis,
  Symbol.for('skerry.own-modules'),
  () =>
    // @ts-expect-error -- the plugin writes the module
    import('virtual:skerry/modules'),
);
