import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Twenty taps, of every kind of hook, that use what their payloads hold. */
const taps = [
  'onStart.tap(({ plugins }) => log.info(plugins.join()))',
  "beforeRequest.tap(({ url }) => (url.pathname === '/closed' ? deny() : undefined))",
  "beforeMount.tap(async ({ region }) => (region.view === '' ? redirect('/') : undefined))",
  'afterMount.tap(({ micros }) => log.info(micros.toFixed()))',
  "transformResponse.tap(({ response }) => (response.headers.set('x-made', 'yes'), response))",
  'onResponse.tap(({ status }) => void (counts.set(status, 1)))',
  "beforeConnect.tap(({ headers }) => (headers.has('x-closed') ? deny('Closed.') : undefined))",
  'onConnect.tap(({ connection, session }) => log.info(connection.id + session.id))',
  'beforeJoin.tap(({ region: { path } }) => void path.length)',
  'onJoin.tap(async ({ connection }) => log.info(connection.address))',
  "afterReceive.tap(({ message }) => (message.kind === 'event' ? message.payload.event : ''))",
  'beforeEvent.tap(({ event, locals }) => (locals === undefined ? deny(event) : undefined))',
  'onBroadcast.tap(({ receivers }) => receivers + 1)',
  'beforeMessage.tap(({ message }) => ({ message }))',
  'beforeAssign.tap(({ patch }) => ({ ...patch }))',
  'afterEvent.tap(({ event, micros }) => log.info(event, micros))',
  'beforeRender.tap(({ state }) => state)',
  'beforeSend.tap(({ text }) => text.trim())',
  'onFlush.tap(({ name, bytes }) => void counts.set(name.length, bytes))',
  'onError.tap(({ error, where }) => log.warn(where, error.message), { stage: 1 })',
];

/** The taps of each plugin. */
export const tapsOfPlugin = taps.length;

const plugin = (i: number): string => `
import { definePlugin, deny, type PluginFactory, redirect } from '@skerry/kit';

export interface Store${i} {
  read(key: string): number | undefined;
}

declare module '@skerry/kit' {
  interface PluginValues {
    'made:p${i}': Store${i};
  }
  interface Locals {
    p${i}?: { readonly reads: number };
  }
}

export interface Options${i} {
  limit${i}: number;
  label?: string;
}

export const p${i}: PluginFactory<Options${i}> = definePlugin<Options${i}>({
  name: 'made:p${i}',
  version: '1.0.${i}',
  dependencies: ${i === 0 ? '{}' : `{ 'made:p${i - 1}': { version: '^1.0', optional: true } }`},
  setup({ hooks, log, options, provide, inject }) {
    const counts = new Map<number, number>();
    provide('made:p${i}', { read: (key) => counts.get(key.length + options.limit${i}) });
    const before: Store${Math.max(0, i - 1)} | undefined = inject('made:p${Math.max(0, i - 1)}', { optional: true });
    before?.read('a')?.toFixed();
    ${taps.map((tap) => `hooks.${tap};`).join('\n    ')}
  },
});
${i === 0 ? '' : `import type { Store${i - 1} } from './p${i - 1}.js';\n`}`;

/** A plugin whose author has got much wrong: an option, the answer of a guard, a hook, and a value that nobody provides. */
export const wrongPlugin = (i: number): string =>
  plugin(i)
    .replace(`options.limit${i})`, 'options.limits)')
    .replace('? deny() : undefined', "? 'no' : undefined")
    .replace('hooks.onBroadcast.', 'hooks.onBroadcasts.')
    .replace(`inject('made:p${i - 1}'`, "inject('made:nobody'");

const namesOf = (count: number): string[] => Array.from({ length: count }, (_, i) => `p${i}`);
const importsOf = (count: number): string =>
  namesOf(count)
    .map((name) => `import { ${name} } from './${name}.js';`)
    .join('\n');

const app = (count: number): string => `
import { type AppConfig, defineApp, type Locals } from '@skerry/kit';
${importsOf(count)}

const app: AppConfig = defineApp({
  plugins: [${namesOf(count)
    .map((name, i) => `${name}({ limit${i}: ${i} })`)
    .join(', ')}],
});
export default app;

export const readsOf = (locals: Locals): number[] => [${namesOf(count)
  .map((name) => `locals.${name}?.reads ?? 0`)
  .join(', ')}];
`;

/** Misuses of the plugins, each of which is an error as long as the plugins are typed: a file that is well typed if they are. */
export const misuses = (count: number): string => `
${importsOf(count)}
${namesOf(count)
  .map(
    (name, i) => `
// @ts-expect-error The option is a number.
${name}({ limit${i}: 'many' });
// @ts-expect-error The option may be left out, and is not undefined.
${name}({ limit${i}: 1, label: undefined });`,
  )
  .join('\n')}
`;

/** The options of a project that publishes its types. */
const tsconfig = (root: string, folder: string): object => ({
  compilerOptions: {
    target: 'ES2022',
    module: 'NodeNext',
    moduleResolution: 'NodeNext',
    lib: ['ES2023', 'DOM', 'DOM.Iterable'],
    strict: true,
    declaration: true,
    emitDeclarationOnly: true,
    isolatedDeclarations: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    skipLibCheck: true,
    rootDir: folder,
    outDir: join(folder, 'types'),
    typeRoots: [join(root, 'node_modules/@types')],
    types: ['node'],
    paths: { '@skerry/kit': [join(root, 'packages/kit/dist/index.d.ts')] },
  },
  include: ['*.ts'],
});

/** Writes an app with so many plugins of twenty taps into a folder of its own; `files` replaces some of its files. */
export function writePlugins(
  root: string,
  count: number,
  files: Readonly<Record<string, string>> = {},
): { readonly folder: string; readonly remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'skerry-plugins-'));
  const written: Record<string, string> = {
    'tsconfig.json': JSON.stringify(tsconfig(root, folder)),
    'package.json': '{ "type": "module" }',
    'app.ts': app(count),
  };
  for (let i = 0; i < count; i++) written[`p${i}.ts`] = plugin(i);
  for (const [name, text] of Object.entries({ ...written, ...files }))
    writeFileSync(join(folder, name), text);
  return { folder, remove: () => rmSync(folder, { recursive: true }) };
}
