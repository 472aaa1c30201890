import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { build, type Plugin, type Rolldown } from 'vite';

const path = (file: string): string => fileURLToPath(new URL(file, import.meta.url));

/** The islands of the tests, by name. */
const names = readdirSync(path('fixtures')).map((file) => file.replace(/\.tsx$/, ''));

/** The modules that an app's build generates. */
const modules: Record<string, string> = {
  entry: `
    import { interaction, load, none, startIslands } from ${JSON.stringify(path('../src/client/index.ts'))};
    import { hover } from ${JSON.stringify(path('hover.ts'))};
    startIslands({
      islands: new Map([${names.map((name) => `["${name}", () => import("island:${name}")]`).join()}]),
      strategies: new Map([["load", load], ["interaction", interaction], ["none", none], ["hover", hover]]),
      signals: () => import("@preact/signals"),
    });`,
  ...Object.fromEntries(
    names.map((name) => {
      const framework = name.endsWith('.react') ? 'react' : 'preact';
      return [
        `island:${name}`,
        `export * from ${JSON.stringify(path(`../src/${framework}/client.ts`))};
         export { default } from ${JSON.stringify(path(`fixtures/${name}.tsx`))};`,
      ];
    }),
  ),
};

const generated: Plugin = {
  name: 'generated',
  resolveId: (id) => (id in modules ? `\0${id}` : undefined),
  load: (id) => modules[id.slice(1)],
};

const nameOf = ({ name, facadeModuleId }: Rolldown.PreRenderedChunk): string =>
  facadeModuleId?.startsWith('\0island:') ? `${facadeModuleId.slice(8)}.js` : `${name}.js`;

/** Everything that a browser loads, by path. Names of files tell what is in them. */
export const bundle: Promise<ReadonlyMap<string, string>> = (async () => {
  const { output } = (await build({
    configFile: false,
    root: path('..'),
    logLevel: 'error',
    plugins: [generated],
    resolve: {
      alias: [
        { find: /^@skerry\/islands\/react$/, replacement: path('../src/react/index.ts') },
        { find: /^@skerry\/islands$/, replacement: path('../src/index.ts') },
      ],
    },
    build: {
      write: false,
      minify: false,
      modulePreload: false,
      rolldownOptions: {
        input: 'entry',
        output: { entryFileNames: 'entry.js', chunkFileNames: nameOf },
      },
    },
  })) as Rolldown.RolldownOutput;
  return new Map(
    output.flatMap((file) => (file.type === 'chunk' ? [[file.fileName, file.code]] : [])),
  );
})();
