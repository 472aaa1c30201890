import { defineIsland } from '@skerry/islands/server';
import { expect, test } from 'vitest';

import { startApp, type TestApp } from '../../test/app.js';
import { testIsland, type TestNode } from '../../test/islands.js';
import type { HookPayloads } from '../hooks/payloads.js';
import { definePlugin } from '../plugin/define.js';
import { defineLive } from '../live/author/define.js';
import type { LayoutProps } from '../page/module.js';
import { type Assets, noAssets } from '../page/assets.js';

const Chart = testIsland<{ n?: number; children?: TestNode }>(
  'islands/chart.island',
  ({ n = 0 }, slot) => `<svg>${n}</svg>${slot('children')}`,
);
const Broken = testIsland<object>('islands/broken.island', () => {
  throw new Error('on purpose');
});
const Dash = defineLive(
  { mount: () => ({}) },
  () => (
    <div>
      <Chart client:load n={1}>
        <p>
          <Chart client:idle n={2} />
        </p>
      </Chart>
    </div>
  ),
  'dash',
);
const Quiet = defineLive({ mount: () => ({}) }, () => <p>quiet</p>, 'quiet');

const assets: Assets = {
  ...noAssets,
  client: { script: '/client.js', preloads: [], styles: [] },
  islands: { script: '/islands.js', preloads: ['/runtime.js'], styles: [] },
  islandPreloads: (name) => [`/${name}.js`],
  hasIslands: (file) => file === 'later.tsx',
};
const layout = ({ children }: LayoutProps) => (
  <main>
    <Chart client:visible n={9} />
    {children}
  </main>
);
const routes = {
  'plain.tsx': { default: () => <p>Hi</p> },
  'none.tsx': { default: () => <Chart client:none n={1} /> },
  'idle.tsx': {
    default: async () => <Chart client:idle n={1} />,
    headers: { 'cache-control': 'public, max-age=60' },
  },
  'region.tsx': { default: () => <Dash /> },
  'later.tsx': { default: () => <Quiet /> },
  'quiet.tsx': { default: () => <Quiet /> },
  'broken.tsx': { default: () => [<Broken client:load />, <p>rest</p>] },
  'in/_layout.tsx': { default: layout },
  'in/index.tsx': { default: () => <Chart client:none /> },
  'wrong.tsx': { default: () => <Chart client:load n={(() => 1) as never} /> },
};

interface Watched extends TestApp {
  seen: HookPayloads['onIsland'][];
  failures: HookPayloads['onError'][];
  shown: [unknown, string][];
}

function start(): Watched {
  const seen: Watched['seen'] = [];
  const failures: Watched['failures'] = [];
  const shown: Watched['shown'] = [];
  const watch = definePlugin({
    name: 'test:watch',
    setup({ hooks }) {
      hooks.onIsland.tap((island) => void seen.push(island));
      hooks.onError.tap((failure) => void failures.push(failure));
    },
  });
  const app = startApp(routes, {
    assets,
    views: { dash: Dash, quiet: Quiet },
    config: { plugins: [watch()] },
    onFailure: (error, where) => void shown.push([error, where]),
  });
  return { ...app, seen, failures, shown };
}

const { ask, seen, failures, shown } = start();
const loads = async (path: string): Promise<string[]> => {
  const html = await (await ask(path)).text();
  return [...html.matchAll(/(?:modulepreload" href|src)="(.*?)"/g)].map(([, url]) => url!);
};

test('a page loads the modules of its islands, also of those in its regions and layouts', async () => {
  expect(await loads('/plain')).toEqual([]);
  expect(await loads('/none')).toEqual([]);
  expect(await loads('/idle')).toEqual(['/runtime.js', '/islands.js']);
  expect(await loads('/in')).toEqual(['/runtime.js', '/islands.js']);
  const both = ['/runtime.js', '/islands/chart.island.js', '/client.js', '/islands.js'];
  expect(await loads('/region')).toEqual(both);
  expect(await loads('/later')).toEqual(['/runtime.js', '/client.js', '/islands.js']);
  expect(await loads('/quiet')).toEqual(['/client.js']);
});

test('a page with islands may be shared, and begins no session', async () => {
  const { headers } = await ask('/idle');
  expect(headers.get('cache-control')).toBe('public, max-age=60');
  expect(headers.getSetCookie()).toEqual([]);
  expect((await ask('/region')).headers.get('cache-control')).toBe('private, no-store');
});

test('`onIsland` sees every island of a page once, with its region if it has one', async () => {
  seen.length = 0;
  await ask('/in');
  const micros = expect.any(Number);
  const name = 'islands/chart.island';
  expect(seen).toEqual([
    { island: { name, strategy: 'visible' }, micros, bytes: 12 },
    { island: { name, strategy: 'none' }, micros, bytes: 12 },
  ]);
  seen.length = 0;
  await ask('/region');
  const region = expect.objectContaining({ view: 'dash', path: '/region' });
  expect(seen).toMatchObject([
    { island: { name, strategy: 'load' }, region },
    { island: { name, strategy: 'idle' }, region },
  ]);
});

test('an island that throws is contained: the page is sent, and the error reported', async () => {
  const response = await ask('/broken');
  expect(response.status).toBe(200);
  const html = await response.text();
  expect(html).toContain(
    '<skerry-island name="islands/broken.island" on="load" at=".0" failed="" props="{}"><skerry-end>',
  );
  expect(html).toContain('>rest</p>');
  expect(html).toContain('src="/islands.js"');
  expect(failures).toMatchObject([
    {
      error: new Error('on purpose'),
      where: 'island',
      island: { name: 'islands/broken.island', strategy: 'load' },
      url: new URL('http://a.test/broken'),
    },
  ]);
  expect(shown).toEqual([[new Error('on purpose'), 'island']]);
});

test('island props that are not data fail the page', async () => {
  expect((await ask('/wrong')).status).toBe(500);
  expect(shown.at(-1)).toEqual([expect.objectContaining({ code: 'island-props' }), 'request']);
});

test('an island whose module comes with one that is imported late is loaded before it is rendered', async () => {
  const renderer = { render: (component: unknown) => `<b>${String(component)}</b>` };
  const define = (name: string, load: () => Promise<unknown>) =>
    defineIsland({
      name,
      renderer,
      load: async () => ({ default: await load() }),
    }) as never as () => TestNode;
  const late = startApp({
    'index.tsx': {
      default: async () => {
        await Promise.resolve();
        const Late = define('late', () => Promise.resolve('late'));
        const Broken = define('broken', () => Promise.reject(new Error('on purpose')));
        const View = defineLive(
          { mount: () => ({}) },
          () => (
            <p>
              <Late client:load />
            </p>
          ),
          'late',
        );
        return [<Late client:load />, <Broken client:load />, <View />];
      },
    },
  });
  const html = await (await late.ask('/')).text();
  expect(html.match(/<b>late<\/b>/g)).toHaveLength(2);
  expect(html).toContain('name="broken" on="load" at=".1" failed=""');
});
