import { expect, test } from 'vitest';

import { startApp } from '../../test/app.js';
import { deferred } from '../../test/deferred.js';
import { testIsland, type TestRoot } from '../../test/islands.js';
import { chunksOf, serveStreamed, templates, waiting } from '../../test/streamed-app.js';
import { filled, serveWritten } from '../../test/written-app.js';
import { defineLive } from '../live/author/define.js';
import { MarkupInspector } from '../markup/inspector.js';
import type { CollectContext, IslandsModule } from '../page/islands-module.js';
import type { PageProps } from '../page/module.js';
import { Suspense } from '../template/suspense.js';

declare module '../core/locals.js' {
  interface Locals {
    nonce?: string;
  }
}

const Lamp = testIsland<{ name: string }>('islands/lamp.island', ({ name }) => `<b>${name}</b>`);

/** Collects the text of every island in a style of its own, as a library does. */
const styles = ({ locals }: CollectContext) => {
  let found = '';
  return {
    wrap({ html }: TestRoot, framework: string): TestRoot {
      found += `${framework}:${html.replaceAll(/<.*?>/g, '')};`;
      return { html: `<u>${html}</u>` };
    },
    head() {
      const css = found;
      found = '';
      return css && `<style nonce="${locals.nonce ?? ''}">${css}</style>`;
    },
  };
};
const islands: IslandsModule = { collect: styles };

const Harbour = defineLive(
  { mount: () => ({}) },
  () => (
    <div>
      <Lamp client:load name="region" />
    </div>
  ),
  'harbour',
);

test('what islands need is at the end of the head, also for those in regions and fallbacks', async () => {
  const { ask } = startApp(
    {
      'index.tsx': {
        default: () => (
          <main>
            <Lamp client:load name="page" />
            <Lamp client:none name="none" />
            <Harbour />
          </main>
        ),
        head: { title: 'Lamps' },
      },
      'plain.tsx': { default: () => <p>Hi</p> },
    },
    { islands, views: { harbour: Harbour } },
  );
  for (let i = 0; i < 2; i++) {
    const html = await (await ask('/')).text();
    expect(html).toContain(
      '<style nonce="">preact:page;preact:none;preact:region;</style></head><body>',
    );
    expect(html).toContain('<u><b>region</b></u>');
  }
  expect(await (await ask('/plain')).text()).not.toContain('<style');
});

test('two requests at once each have their own', async () => {
  const [first, second] = [deferred<string>(), deferred<string>()];
  const { ask } = startApp(
    {
      '[name].tsx': {
        default: async ({ params, locals }: PageProps) => {
          locals.nonce = `n-${params.name}`;
          const before = <Lamp client:load name={`${params.name} 1`} />;
          const name = await (params.name === 'a' ? first : second).promise;
          return [before, <Lamp client:load name={name} />];
        },
      },
    },
    { islands },
  );
  const answers = [ask('/a'), ask('/b')];
  second.resolve('b 2');
  const b = await (await answers[1]!).text();
  first.resolve('a 2');
  const a = await (await answers[0]!).text();
  expect(a).toContain('<style nonce="n-a">preact:a 1;preact:a 2;</style></head>');
  expect(b).toContain('<style nonce="n-b">preact:b 1;preact:b 2;</style></head>');
});

test('what late islands need is before them, once', async () => {
  const late = async (name: Promise<string>) => <Lamp client:load name={await name} />;
  const { open, part } = serveStreamed(
    (load) => (
      <main>
        <Lamp client:load name="shell" />
        <Suspense fallback={<Lamp client:none name="wait" />}>{late(load('a'))}</Suspense>
        {waiting(late(load('b')))}
        {waiting(load('c'))}
      </main>
    ),
    { islands },
  );
  const chunks = chunksOf(await open());
  expect(await chunks.next()).toContain('preact:shell;preact:wait;</style></head>');
  part('b').resolve('second');
  const [b] = templates((await chunks.next())!);
  expect(b).toMatch(/^2 <style nonce="">preact:second;<\/style><skerry-island[^]*<u><b>second/);
  part('a').resolve('first');
  const [a] = templates((await chunks.next())!);
  expect(a).toMatch(/^1 <style nonce="">preact:first;<\/style><skerry-island/);
  part('c').resolve('text');
  expect(templates(await chunks.rest())).toEqual(['3 text']);
});

test('what the islands in holes need comes with them, and the rest is in the file', async () => {
  const page = () => (
    <main>
      <Lamp client:load name="file" />
      <Suspense at="request" fallback={<i>wait</i>}>
        {() => <Lamp client:load name="hole" />}
      </Suspense>
    </main>
  );
  const { html, open, failures } = await serveWritten(page, {}, {}, {}, islands);
  expect(html).toContain('<style nonce="">preact:file;</style>');
  const [hole] = filled(await (await open()).text());
  expect(hole).toMatch(/<style nonce="">preact:hole;<\/style><skerry-island/);
  expect(failures).toEqual([]);
});

test.each<[string, unknown, string, string]>([
  [
    'throws',
    () => {
      throw new Error('no sheet');
    },
    'no sheet',
    '',
  ],
  [
    'is asynchronous',
    async () => ({}),
    'exports a `collect` that returns a promise: it must not be async',
    '',
  ],
  [
    'returns something else',
    () => ({ wrap() {} }),
    'exports a `collect` that does not return `{ wrap, head }`',
    '',
  ],
  [
    'wraps nothing',
    () => ({ wrap() {}, head: () => '' }),
    'collects islands by a `wrap` that returns undefined, which is no element of Preact',
    '',
  ],
  [
    'wraps later',
    () => ({ wrap: async (island: object) => island, head: () => '' }),
    'collects islands by a `wrap` that returns a promise: it must not be async',
    '',
  ],
  [
    'fails to wrap later',
    () => ({
      async wrap() {
        throw new Error('later');
      },
      head: () => '',
    }),
    'collects islands by a `wrap` that returns a promise: it must not be async',
    '',
  ],
  [
    'wraps by an object',
    () => ({ wrap: () => ({ a: 1 }), head: () => '' }),
    'collects islands by a `wrap` that returns an object with a, which is no element of Preact',
    '',
  ],
  [
    'leaves a style open',
    () => ({ wrap: (island: object) => island, head: () => '<style>a{}' }),
    'collects islands by a `head` whose markup does not close its <style>',
    'lamp',
  ],
  [
    'leaves a comment open',
    () => ({ wrap: (island: object) => island, head: () => '<meta name="a"><!-- ' }),
    'collects islands by a `head` whose markup does not close its comment',
    'lamp',
  ],
  [
    'writes what no head has',
    () => ({ wrap: (island: object) => island, head: () => '<style></style><div>a</div>' }),
    'collects islands by a `head` whose markup has <div>, which a <head> cannot hold',
    'lamp',
  ],
  [
    'writes text',
    () => ({ wrap: (island: object) => island, head: () => 'a{}' }),
    'collects islands by a `head` whose markup has text, which a <head> cannot hold',
    'lamp',
  ],
  [
    'ends the head',
    () => ({ wrap: (island: object) => island, head: () => '<style></style><body>' }),
    'collects islands by a `head` whose markup ends the <head>',
    'lamp',
  ],
  [
    'has no markup',
    () => ({ wrap: (island: object) => island, head() {} }),
    'collects islands by a `head` that returns undefined, which is no text',
    'lamp',
  ],
  [
    'fails in its head',
    () => ({
      wrap: (island: object) => island,
      head() {
        throw new Error('no head');
      },
    }),
    'no head',
    'lamp',
  ],
])(
  'a collector that %s costs the page no more than it has to',
  async (_, collect, message, left) => {
    const failures: string[] = [];
    const { ask } = startApp(
      { 'index.tsx': { default: () => [<p>rest</p>, <Lamp client:load name="lamp" />] } },
      {
        islands: { collect: collect as IslandsModule['collect'] },
        markup: new MarkupInspector(),
        onFailure: ({ message: text }, where) => failures.push(`${where}: ${text}`),
      },
    );
    const response = await ask('/');
    expect(response.status).toBe(200);
    const html = await response.text();
    expect(html).toContain('<p>rest</p>');
    expect(html.includes('<b>lamp</b>')).toBe(left === 'lamp');
    expect(failures).toEqual([expect.stringContaining(message)]);
    // The page goes on with its own markup.
    expect(html).not.toContain('a{}');
  },
);

test('a module without `collect` is refused at the start', () => {
  expect(() => startApp({}, { islands: {} as IslandsModule })).toThrow(
    'src/islands.server.ts exports no function `collect`',
  );
});
