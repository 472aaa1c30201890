import type { ErrorPayload } from 'vite';
import { describe, expect, test, vi } from 'vitest';

import { startTestServer } from '../../test/test-server.js';
import { islandErrors } from './island-errors.js';
import { errorPayload } from './overlay.js';

const hostile = '\u001b[2J\u009b2J\u202e\u0007<img src=x onerror=alert(1)>';
const shown = String.raw`\u009b2J\u202e\u0007<img src=x onerror=alert(1)>`;

describe('an error for the overlay and the terminal', () => {
  test('has no colours, and nothing that acts on a terminal', () => {
    const error = Object.assign(new Error(hostile), {
      stack: `Error: ${hostile}\n\tat a (/b.ts:1:2)`,
      id: `/a${hostile}`,
      plugin: hostile,
      hint: 'Try again.',
    });
    expect(errorPayload(error).err).toEqual({
      message: expect.stringMatching(/^[ -~]+ Try again\.$/),
      stack: expect.stringMatching(/^[ -~]+\n {2}at a \(\/b\.ts:1:2\)$/),
      id: String.raw`/a\u001b[2J${shown}`,
      plugin: String.raw`\u001b[2J${shown}`,
    });
  });

  test('has the place in its source in place of a stack', () => {
    const frame = '\u001b[33m1 | \u001b[39mconst a = ;\n  |           ^';
    const error = Object.assign(new Error('No.'), {
      frame,
      loc: { file: '/a.ts\u001b', line: 1, column: 11, other: hostile },
    });
    expect(errorPayload(error).err).toEqual({
      message: 'No.',
      stack: '',
      frame: '1 | const a = ;\n  |           ^',
      loc: { file: String.raw`/a.ts\u001b`, line: 1, column: 11 },
    });
  });

  test.each([
    [{ id: 7, plugin: {}, frame: [], loc: 'here', hint: {} }],
    [{ id: { split: 1 }, loc: null, frame: 0 }],
    [{ loc: { line: '1', column: '<b>' } }],
    [{ message: 7, stack: {}, hint: 'x' }],
  ])('takes from %j, which an app may have put there, the members of the right form', (members) => {
    const { err } = errorPayload(Object.assign(new Error('No.'), { stack: 's' }, members));
    for (const [name, value] of Object.entries(err))
      expect([name, typeof value]).toEqual([name, 'string']);
    expect(Object.keys(err)).toEqual(['message', 'stack']);
  });

  test.each([
    ['text', 'the text "text"'],
    [undefined, 'undefined'],
    [null, 'null'],
    [{ a: 1 }, 'an object with a'],
  ])('is made of %j, too', (thrown, said) => {
    const message = expect.stringContaining(`not a readable Error: ${said}.`);
    expect(errorPayload(thrown)).toMatchObject({ type: 'error', err: { message } });
  });

  test('is bounded', () => {
    const error = Object.assign(new Error('x'.repeat(1e6)), { stack: '\n\n'.repeat(1e6) });
    expect(JSON.stringify(errorPayload(error)).length).toBeLessThan(20_000);
  });
});

test('the URL of a visitor reaches the overlay as text', async () => {
  const page =
    'export default ({ url }) => { throw new Error(decodeURIComponent(url.pathname)); };';
  await using server = await startTestServer({ 'src/pages/[...rest].tsx': page });
  const send = vi.spyOn(server.vite.environments.client.hot, 'send');
  await fetch(`${server.origin}/${encodeURIComponent('\u009b2J\u202e\u0085<b>')}`);
  expect(send.mock.calls.map(([, failure]) => failure)).toContainEqual({
    id: 1,
    age: 0,
    url: expect.any(String),
    err: {
      // Colours are removed, and the rest is shown.
      message: String.raw`/\u202e\u0085<b>`,
      stack: expect.stringMatching(/^[ -~\n]+$/),
    },
  });
});

test("a page's report of a failed island is shown as text", () => {
  const sent: ErrorPayload[] = [];
  const hot = {
    on: (_event: string, hear: (data: unknown, client: object) => void) =>
      hear(
        { message: hostile, stack: hostile },
        { send: (payload: ErrorPayload) => void sent.push(payload) },
      ),
  };
  const configure = islandErrors().configureServer as unknown as (server: object) => void;
  configure({ environments: { client: { hot } } });
  const message = String.raw`\u202e\u0007<img src=x onerror=alert(1)>`;
  expect(sent).toEqual([{ type: 'error', err: { message, stack: expect.any(String) } }]);
});
