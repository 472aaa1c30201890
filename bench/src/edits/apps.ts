import { packages as pinned } from '../frameworks/apps.js';

/** What an author edits. Each has an element `[data-edit]`, whose text or colour an edit changes. */
export const kinds = {
  live: { what: 'a live view', path: '/' },
  island: { what: 'an island, or a component of the browser', path: '/' },
  page: { what: 'a page', path: '/' },
  layout: { what: 'a layout', path: '/' },
  css: { what: 'a style sheet', path: '/' },
  'css-module': { what: 'a CSS module', path: '/' },
  markdown: { what: 'a Markdown file', path: '/notes' },
} as const;
export type Kind = keyof typeof kinds;

/** An app that is edited: a layout with a counter, a page, a page of Markdown. */
export interface EditedApp {
  readonly title: string;
  /** The template of `create-skerry` that it is made from. */
  readonly template?: string;
  /** Its packages, beside those of the template. */
  readonly packages: Readonly<Record<string, string>>;
  /** Its files, by path. */
  readonly files: Readonly<Record<string, string>>;
  /** The script of its development server, among its packages, and its options; the port follows. */
  readonly server: readonly [script: string, ...options: string[]];
  /** The file of each kind that it has. */
  readonly edited: Readonly<Partial<Record<Kind, string>>>;
}

const mark = (kind: Kind): string => `<b data-edit="${kind}">${kind} 0</b>`;
const colour = 'color: rgb(0, 0, 0)';
const styles = {
  'src/style.css': `[data-edit='css'] { ${colour} }`,
  'src/mark.module.css': `.mark { ${colour} }`,
};
const marks = (attribute: string): string =>
  `${mark('page')} <b data-edit="css">css</b> <b data-edit="css-module" ${attribute}={styles.mark}>module</b>`;
const notes = `# Notes\n\n${mark('markdown')}\n`;
const vite = ['node_modules/vite/bin/vite.js', 'dev', '--host', '127.0.0.1', '--port'] as const;

const counter = `/** @jsxImportSource preact */
import { useState } from 'preact/hooks';
export default function Counter() {
  const [count, setCount] = useState(0);
  return <p>${mark('island')} <button class="count" onClick={() => setCount(count + 1)}>{count}</button></p>;
}
`;

const skerry: EditedApp = {
  title: 'Skerry',
  template: 'islands',
  packages: { '@mdx-js/rollup': '3.1.1' },
  files: {
    ...styles,
    'vite.config.ts': `
import mdx from '@mdx-js/rollup';
import { skerry } from '@skerry/vite-plugin';
export default {
  plugins: [skerry({ pageExtensions: ['.md'] }), mdx({ mdExtensions: [], mdxExtensions: ['.md'], jsxImportSource: '@skerry/kit' })],
};
`,
    'src/islands/counter.island.tsx': counter,
    'src/live/tide.live.tsx': `
import { defineLive } from '@skerry/kit';
export default defineLive(
  { mount: () => ({ count: 0 }), events: { more: (live) => live.assign({ count: live.state.count + 1 }) } },
  ({ state }) => <p>${mark('live')} <button class="count" lv-click="more">{state.count}</button></p>,
);
`,
    'src/pages/_layout.tsx': `
import type { LayoutProps } from '@skerry/kit';
import Counter from '../islands/counter.island.tsx';
import '../style.css';
export default ({ children }: LayoutProps) => <main>${mark('layout')}<Counter client:load />{children}</main>;
`,
    'src/pages/index.tsx': `
import Tide from '../live/tide.live.tsx';
import styles from '../mark.module.css';
export default () => <section><p>${marks('class')}</p><Tide /></section>;
`,
    'src/pages/notes.md': notes,
  },
  server: vite,
  edited: {
    live: 'src/live/tide.live.tsx',
    island: 'src/islands/counter.island.tsx',
    page: 'src/pages/index.tsx',
    layout: 'src/pages/_layout.tsx',
    css: 'src/style.css',
    'css-module': 'src/mark.module.css',
    markdown: 'src/pages/notes.md',
  },
};

const astro: EditedApp = {
  title: `Astro ${pinned.astro}`,
  packages: { '@astrojs/preact': '6.0.5', astro: pinned.astro, preact: '10.9.0' },
  files: {
    ...styles,
    'astro.config.mjs': `
import preact from '@astrojs/preact';
export default { integrations: [preact()], devToolbar: { enabled: false } };
`,
    'src/components/Counter.jsx': counter,
    'src/layouts/Layout.astro': `---
import Counter from '../components/Counter.jsx';
import '../style.css';
---
<html lang="en"><head><meta charset="utf-8"><title>Edits</title></head>
<body><main>${mark('layout')}<Counter client:load /><slot /></main></body></html>
`,
    'src/pages/index.astro': `---
import Layout from '../layouts/Layout.astro';
import styles from '../mark.module.css';
---
<Layout><section><p>${marks('class')}</p></section></Layout>
`,
    'src/pages/notes.md': `---\nlayout: ../layouts/Layout.astro\n---\n\n${notes}`,
  },
  server: ['node_modules/astro/bin/astro.mjs', 'dev', '--host', '127.0.0.1', '--port'],
  edited: {
    island: 'src/components/Counter.jsx',
    page: 'src/pages/index.astro',
    layout: 'src/layouts/Layout.astro',
    css: 'src/style.css',
    'css-module': 'src/mark.module.css',
    markdown: 'src/pages/notes.md',
  },
};

const sveltekit: EditedApp = {
  title: `SvelteKit ${pinned['@sveltejs/kit']}`,
  packages: {
    '@sveltejs/kit': pinned['@sveltejs/kit'],
    '@sveltejs/vite-plugin-svelte': pinned['@sveltejs/vite-plugin-svelte'],
    mdsvex: '0.12.8',
    svelte: pinned.svelte,
    typescript: pinned.typescript,
    vite: pinned.vite,
  },
  files: {
    ...styles,
    'vite.config.js': `
import { sveltekit } from '@sveltejs/kit/vite';
import { mdsvex } from 'mdsvex';
export default {
  plugins: [sveltekit({ extensions: ['.svelte', '.md'], preprocess: [mdsvex({ extensions: ['.md'] })] })],
};
`,
    'src/app.html':
      '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Edits</title>%sveltekit.head%</head>' +
      '<body>%sveltekit.body%</body></html>',
    'src/lib/Counter.svelte': `
<script>let count = $state(0);</script>
<p>${mark('island')} <button class="count" onclick={() => count++}>{count}</button></p>
`,
    'src/routes/+layout.svelte': `
<script>
  import Counter from '../lib/Counter.svelte';
  import '../style.css';
  let { children } = $props();
</script>
<main>${mark('layout')}<Counter />{@render children()}</main>
`,
    'src/routes/+page.svelte': `
<script>import styles from '../mark.module.css';</script>
<section><p>${marks('class')}</p></section>
`,
    'src/routes/notes/+page.md': notes,
  },
  server: vite,
  edited: {
    island: 'src/lib/Counter.svelte',
    page: 'src/routes/+page.svelte',
    layout: 'src/routes/+layout.svelte',
    css: 'src/style.css',
    'css-module': 'src/mark.module.css',
    markdown: 'src/routes/notes/+page.md',
  },
};

export const apps: readonly EditedApp[] = [skerry, astro, sveltekit];
