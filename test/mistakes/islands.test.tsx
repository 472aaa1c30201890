import { expect, test } from 'vitest';

import { testIsland } from '../../packages/kit/test/islands.js';
import { saidOfCode, saidOfPage } from './said.js';

/** What is said of a page whose markup uses islands that it imports. */
const saidOfMarkup = (markup: string): Promise<string> =>
  saidOfCode(
    `import Chart from './chart.island.tsx';\nexport default () => ${markup};`,
    'src/pages/index.tsx',
  );

test('two strategies', async () => {
  expect(await saidOfMarkup('<Chart client:load client:idle />')).toMatchInlineSnapshot(
    `"src/pages/index.tsx:2:41 The island <Chart> already has a strategy, \`client:load\`. Remove one of the two."`,
  );
});

test('a media query that is missing', async () => {
  expect(await saidOfMarkup('<Chart client:media />')).toMatchInlineSnapshot(
    `"src/pages/index.tsx:2:29 \`client:media\` takes a media query, and this one is none: it decides when the island hydrates. Write one as in CSS: client:media="(max-width: 600px)"."`,
  );
});

test('a priority without a strategy', async () => {
  expect(await saidOfMarkup('<Chart client:priority="high" />')).toMatchInlineSnapshot(
    `"src/pages/index.tsx:2:23 The island <Chart> has no strategy, which decides when it hydrates. Choose one of client:load, client:visible, client:idle, client:interaction, client:media, client:only, client:none; client:none for its HTML alone."`,
  );
});

test('a binding on an island', async () => {
  expect(await saidOfMarkup('<Chart client:load lv-click="add" />')).toMatchInlineSnapshot(
    `"src/pages/index.tsx:2:41 \`lv-click\` has no effect on the island <Chart>, whose markup is made in the browser. Write it on an element around the island, or call useLive().send() inside of it."`,
  );
});

const Chart = testIsland<Record<string, unknown>>('islands/chart.island', () => '<p>chart</p>');
const Map = testIsland<Record<string, unknown>>('islands/map.island', () => {
  throw new ReferenceError('window is not defined');
});

test('a function as a prop', async () => {
  const page = () => <Chart client:load onPick={() => {}} />;
  expect(await saidOfPage(page)).toMatchInlineSnapshot(
    `"request for / failed: SkerryError: The island "islands/chart.island" was given a function as "onPick", which cannot be sent to a browser. Pass data, or markup as a prop of its own; handlers live inside the island, or call useLive().send()."`,
  );
});

test('an instance of a class as a prop, deep inside', async () => {
  const page = () => <Chart client:load points={[{ at: new Intl.Collator() }]} />;
  expect(await saidOfPage(page)).toMatchInlineSnapshot(
    `"request for / failed: SkerryError: The island "islands/chart.island" was given an instance of Collator as "points[0].at", which cannot be sent to a browser. Pass data, or markup as a prop of its own; handlers live inside the island, or call useLive().send()."`,
  );
});

test('a library of browsers in an island', async () => {
  expect(await saidOfPage(() => <Map client:load />)).toMatchInlineSnapshot(
    `"island "islands/map.island" for / failed: SkerryError: The island "islands/map.island" cannot run on the server: window is not defined."`,
  );
});

test('no strategy', async () => {
  // @ts-expect-error -- types say so too
  expect(await saidOfPage(() => <Chart />)).toMatchInlineSnapshot(
    `"request for / failed: SkerryError: The island "islands/chart.island" does not say when it hydrates. Choose one of client:load, client:visible, client:idle, client:interaction, client:media and client:only; client:none for only its HTML."`,
  );
});
