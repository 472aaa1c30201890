import { afterAll, beforeAll, expect, test } from 'vitest';

import { startTestServer, type TestServer } from '../../test/test-server.js';

let server: TestServer;

const json = (members: object) => JSON.stringify({ version: '1.0.0', ...members });

beforeAll(async () => {
  server = await startTestServer({
    'package.json': json({
      type: 'module',
      dependencies: { parrot: '1', deck: '1', crew: '1', mast: '1' },
    }),
    // Its exports cannot be told from its text.
    'node_modules/parrot/package.json': json({ name: 'parrot', main: 'index.js' }),
    'node_modules/parrot/index.js': `;(function (root) {
      const all = { chunk: (list) => [list], say: (text) => text + '!' };
      (module.exports = all).all = all;
    }).call(this);`,
    // As compilers write a module with a default export.
    'node_modules/deck/package.json': json({ name: 'deck', main: 'index.js' }),
    'node_modules/deck/index.js': `Object.defineProperty(exports, '__esModule', { value: true });
      exports.default = { name: 'the deck' }; exports.other = 'another';`,
    'src/pages/common.tsx': `
      import parrot, { chunk, say } from 'parrot';
      import deck, { other } from 'deck';
      export default () => <p>{say(deck.name)} {other} {String(chunk([1]).length)} {typeof parrot.chunk}</p>;`,
    // A package that makes values of kit, by way of another.
    'node_modules/mast/package.json': json({
      name: 'mast',
      type: 'module',
      main: 'index.js',
      dependencies: { crew: '1' },
    }),
    'node_modules/mast/index.js': `export { sailors } from 'crew';`,
    'node_modules/crew/package.json': json({
      name: 'crew',
      type: 'module',
      main: 'index.js',
      peerDependencies: { '@skerry/kit': '*' },
    }),
    'node_modules/crew/index.js': `import { list, VisibleError } from '@skerry/kit';
      export const sailors = () => list([{ id: 1, name: 'Ann' }], (one) => one.id);
      export const refuse = () => { throw new VisibleError('No more sailors.'); };`,
    'src/live/crew.live.tsx': `
      import { defineLive, For } from '@skerry/kit';
      import { sailors } from 'mast';
      export default defineLive({ mount: () => ({ all: sailors() }) }, ({ state }) => <ul><For each={state.all}>{(one) => <li>{one.name}</li>}</For></ul>);`,
    'src/pages/crew.tsx': `import Crew from '../live/crew.live.tsx'; export default () => <Crew />;`,
  });
});
afterAll(() => server[Symbol.asyncDispose]());

const text = async (path: string) => (await fetch(server.origin + path)).text();

test('a package of CommonJS is imported as in production', async () => {
  expect(await text('/common')).toContain('the deck! another 1 function');
});

test('packages and the app have one copy of kit', async () => {
  expect(await text('/crew')).toMatch(/<li[^>]*>Ann/);
});
