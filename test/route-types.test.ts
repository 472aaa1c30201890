import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { describe, expect, test } from 'vitest';

import { type RouteTypes, writeRoutes } from './made-routes.js';

const run = promisify(execFile);
const root = join(import.meta.dirname, '..');

/** The errors of a compiler about an app with these files under `src/pages`. */
async function errorsOf(
  compiler: string,
  pages: Readonly<Record<string, string>>,
  types?: RouteTypes,
): Promise<string[]> {
  const { folder, remove } = writeRoutes(root, pages, types);
  const tsc = join(root, 'node_modules', compiler, 'bin/tsc');
  try {
    await run(process.execPath, [tsc, '-p', folder, '--pretty', 'false'], { cwd: folder });
    return [];
  } catch (failure) {
    const { stdout } = failure as { stdout: string };
    return stdout.split('\n').filter((line) => line !== '');
  } finally {
    remove();
  }
}

const kit = (names: string): string => `import { ${names} } from '@skerry/kit';\n`;

const links = `${kit('type Href, redirect, type LiveContext')}
declare const name: string;
declare const live: LiveContext<object>;
const paths = ['/', '/about', '/posts/a'] as const;
const known: Href[] = ['/about?x=1', '/about#a', '/posts/a/edit', '/files', '/files/a/b', '/rss.xml', '/logo.svg'];
const others: Href[] = ['#a', '?page=2', '', './about', '../', 'about', 'https://a.test', '//a.test/b', 'mailto:a@b.test'];

export default () => (
  <main>
    <a href="/" /> <a href="/about" /> <a href={\`/posts/\${name}\`} /> <a href={\`/posts/\${name}/edit\`} />
    <a href={undefined} /> <a href={name as Href} /> <map><area href="/about" /></map>
    {[...paths, ...known, ...others].map((path) => <a href={path} />)}
  </main>
);
redirect('/posts/a');
redirect(\`/posts/\${name}\`);
redirect(name);
redirect(\`\${name}?page=2\`);
live.redirect('/about?x=1');
live.redirect(name);
`;

const wrongLinks = `${kit('redirect, type LiveContext')}
declare const live: LiveContext<object>;
export default () => (
  <main>
    {/* @ts-expect-error -- no route answers it */}
    <a href="/abuot" />
    {/* @ts-expect-error -- no route answers it */}
    <a href="/post/a" />
    {/* @ts-expect-error -- no route answers it */}
    <map><area href="/abuot" /></map>
    {/* @ts-expect-error -- a text that may be anything */}
    <a href={String(1)} />
  </main>
);
// @ts-expect-error -- no route answers it
redirect('/abuot');
// @ts-expect-error -- no route answers it
live.redirect('/post/a');
`;

/** Links by `pathTo`; those without it have to name the base themselves. */
const linksByPath = `${kit('redirect')}import { pathTo } from '@skerry/kit/paths';
declare const name: string;
export default () => (
  <main>
    <a href={pathTo('/')} /> <a href={pathTo('/about?x=1')} /> <a href={pathTo(\`/posts/\${name}\`)} />
    <img src={pathTo('/logo.svg')} alt="" />
    {/* @ts-expect-error -- no route answers it */}
    <a href={pathTo('/abuot')} />
    {/* @ts-expect-error -- a path begins with a slash */}
    <a href={pathTo('about')} />
    {/* @ts-expect-error -- a text that may be anything */}
    <a href={pathTo(name)} />
  </main>
);
redirect(pathTo('/posts/a'));
`;

const app = {
  'index.tsx': links,
  'about.tsx':
    'export const head = { title: "a", titleTemplate: false };\nexport default () => <p>a</p>;',
  '_layout.tsx': `${kit('type LayoutProps, type PageProps, type Guard')}
export const guard: Guard = ({ cookies }) => void cookies?.get('a');
export const head = ({ url }: PageProps) => ({
  canonical: url.pathname,
  meta: [{ name: 'a', content: 'b' }, { property: 'a', content: 'b' }],
  link: [{ rel: 'icon', href: '/a.svg' }, { rel: 'alternate', type: 'a', href: '/rss.xml' }],
});
export const headers = () => ({ 'x-a': 'b', 'x-b': false });
export default ({ children, params }: LayoutProps) => <main title={params.any}>{children}</main>;`,
  '_error.tsx': `${kit('type ErrorProps')}
export const head = ({ status }: ErrorProps) => ({ title: String(status), html: { lang: 'en' } });
export default ({ reason }: ErrorProps) => <p>{reason}</p>;`,
  'posts/[slug].tsx': `${kit('type PageProps, type Prerender')}
export const prerender: Prerender<'/posts/:slug'> = async () => [{ slug: 'a' }];
export default ({ params }: PageProps<'/posts/:slug'>) => <p>{params.slug}</p>;`,
  'posts/[slug]/edit.tsx': `${kit('type PageProps')}
export default ({ params }: PageProps) => <p>{params.any}</p>;`,
  'files/[...path].ts': `${kit('defineEndpoint')}
export const prerender = async () => [{ path: 'a/b' }];
export const GET = defineEndpoint('/files/*path', ({ params }) => params.path);`,
  'rss.xml.ts': `${kit('defineEndpoint, type EndpointEvent, type EndpointHandler')}
export const GET = defineEndpoint('/rss.xml', () => '<rss/>');
export const POST: EndpointHandler = ({ context }) => context.publish('a');
export const PUT = ({ context }: EndpointEvent) => context.cookies.get('a');
export const prerender = true, crossOrigin = false;
export const items = ['a helper'];`,
};

/** Files that are wrong, by the end of their errors. */
const wrong: Record<string, [file: string, code: string, ...named: string[]]> = {
  'a misspelt export': [
    'a.tsx',
    'export const header = {};\nexport default () => <p/>;',
    "'header'",
    'write `headers`',
  ],
  'an export in capitals': [
    'a.tsx',
    'export const Head = {};\nexport default () => <p/>;',
    "'Head'",
  ],
  'no default export': ['a.tsx', 'export const head = {};', "'default'"],
  'a head that is none': [
    'a.tsx',
    'export const head = { title: 1 };\nexport default () => <p/>;',
    "'title'",
  ],
  'headers that are none': [
    'a.tsx',
    'export const headers = { a: 1 };\nexport default () => <p/>;',
    "'headers'",
  ],
  'a guard that is none': [
    'a.tsx',
    "export const guard = 'no';\nexport default () => <p/>;",
    "'guard'",
  ],
  'a list of other params': [
    'a/[slug].tsx',
    "export const prerender = [{ id: 'a' }];\nexport default () => <p/>;",
    "'slug'",
  ],
  'true for a path with params': [
    'a/[slug].tsx',
    'export const prerender = true;\nexport default () => <p/>;',
    "'prerender'",
  ],
  'the props of another page': [
    'a/[slug].tsx',
    `${kit('type PageProps')}export default ({ params }: PageProps<'/a/:id'>) => <p>{params.id}</p>;`,
    "'id'",
  ],
  'a layout that is prerendered': [
    'a/_layout.tsx',
    'export const prerender = true;\nexport default () => <p/>;',
    'only pages and endpoints',
  ],
  'an endpoint for another path': [
    'a/[slug].ts',
    `${kit('defineEndpoint')}export const GET = defineEndpoint('/a/:id', () => 1);`,
    '"/a/:id"',
  ],
  'a method in small letters': [
    'a.ts',
    'export const GET = () => 1;\nexport const post = () => 1;',
    "'post'",
  ],
  'an endpoint without a method': ['a.ts', 'export const rows = [];', 'EndpointExports'],
};

describe.each(['typescript', 'typescript-5.9'])('with %s, routes', (compiler) => {
  test('are known by their params, their paths and their exports', async () => {
    expect(await errorsOf(compiler, app)).toEqual([]);
    expect(await errorsOf(compiler, { ...app, 'index.tsx': wrongLinks })).toEqual([]);
  });

  test('are checked by pathTo, also under a path, where other links have any', async () => {
    expect(await errorsOf(compiler, { ...app, 'index.tsx': linksByPath })).toEqual([]);
    const others = `${kit('redirect')}export default () => <a href={String(1)} />; redirect('/app/about');`;
    const under = { ...app, 'index.tsx': linksByPath, 'others.tsx': others };
    expect(await errorsOf(compiler, under, 'under a path')).toEqual([]);
  });

  test('are not checked where nothing is generated', async () => {
    const unused = await errorsOf(compiler, { ...app, 'index.tsx': wrongLinks }, 'none');
    expect(unused.filter((line) => !line.includes('TS2578'))).toEqual([]);
    expect(unused).toHaveLength(6);
  });

  test('have errors that name the file and the export', async () => {
    // In one run, as each takes seconds: every wrong file has a folder of its own.
    const files = Object.entries(wrong).map(([what, [file, code]]): [string, string] => {
      const folder = what.replaceAll(' ', '-');
      return [`${folder}/${file}`, code.replaceAll("'/a/", `'/${folder}/a/`)];
    });
    const errors = (await errorsOf(compiler, Object.fromEntries(files))).join('\n');
    const blocks = errors.split(/\n(?=\S)/);
    for (const [what, [file, , ...named]] of Object.entries(wrong)) {
      const path = `${what.replaceAll(' ', '-')}/${file.replace(/\.tsx?$/, '')}`;
      const about = blocks.filter((block) => block.includes(`src/pages/${path}"`));
      expect(about, what).toHaveLength(1);
      for (const name of named)
        expect(about[0], what).toContain(name.replace('/a/', `/${what.replaceAll(' ', '-')}/a/`));
    }
    expect(blocks).toHaveLength(files.length);
  });
});
