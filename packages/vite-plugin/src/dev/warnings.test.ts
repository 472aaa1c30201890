import { stripVTControlCharacters } from 'node:util';

import { afterAll, beforeAll, expect, test, vi } from 'vitest';

import { startTestServer, type TestServer } from '../../test/test-server.js';

let server: TestServer;
const warned: string[] = [];

const view = (markup: string): string => `
import { defineLive } from '@skerry/kit';
export default defineLive({ mount: () => ({ items: [1, 2] }), events: { add() {} } }, ({ state }) =>
  ${markup});
`;

beforeAll(async () => {
  server = await startTestServer({
    'src/live/rows.live.tsx': view('<ul>{state.items.map((item) => <li>{item}</li>)}</ul>'),
    'src/live/twins.live.tsx': view('<ul>{state.items.map(() => <li key="a">x</li>)}</ul>'),
    'src/pages/warned.tsx': `
import Rows from '../live/rows.live.tsx';
export default () => <main><button lv-click="add">Add</button><Rows /></main>;
`,
    'src/pages/twins.tsx': `
import Twins from '../live/twins.live.tsx';
export default () => <Twins />;
`,
    'src/islands/lamp.tsx': 'export const Lamp = () => <i>lamp</i>;\n',
    'src/pages/lamp.tsx': `
import { Lamp } from '../islands/lamp.tsx';
export default () => <Lamp />;
`,
  });
  // A terminal may have colours.
  const note = (message: string) => void warned.push(stripVTControlCharacters(message));
  server.vite.environments.ssr.logger.warn = note;
  // The app writes there itself.
  vi.spyOn(console, 'error').mockImplementation(note);
  server.vite.config.logger.error = note;
});
afterAll(async () => {
  vi.restoreAllMocks();
  await server[Symbol.asyncDispose]();
});

const textOf = async (path: string): Promise<string> => (await fetch(server.origin + path)).text();
const count = (text: string): number => warned.filter((line) => line.includes(text)).length;

test('warnings are in the terminal once each, with the place in the sources', async () => {
  await textOf('/warned');
  await textOf('/warned');
  const all = warned.join('\n');
  expect(all).toMatch(/The rows of this list have no `key`[^]*src\/live\/rows\.live\.tsx:4:33/);
  expect(all).toMatch(/`lv-click` is outside of a region[^]*src\/pages\/warned\.tsx:3:35/);
  expect(count('have no `key`')).toBe(1);
  expect(count('outside of a region')).toBe(1);
});

test('a component of Preact on a page names the file to rename', async () => {
  await textOf('/lamp');
  expect(warned.join('\n')).toMatch(
    /<Lamp> is a component of preact \(src\/islands\/lamp\.tsx\)[^]*Rename that file to lamp\.island\.tsx[^]*src\/pages\/lamp\.tsx:3:22/,
  );
});

test('two rows with one key name the view and its file', async () => {
  await textOf('/twins');
  expect(warned.join('\n')).toContain(
    'Two rows of one list have the key "a". The live view "live/twins" (src/live/twins.live.tsx) shows it.',
  );
});
