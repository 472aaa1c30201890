import { jsx } from '@skerry/kit/jsx-runtime';
import { createTestApp, fetchPage, mountLive } from '@skerry/kit/testing';
import { ClassNames } from '@emotion/react';
import { renderer } from '@skerry/islands/react/server';
import { createElement } from 'react';
import { expect, test } from 'vitest';

import { collectEmotion } from './emotion-styles.ts';
import Buoy from './islands/buoy.react.tsx';
import * as islands from './islands.server.ts';
import Tide from './live/tide.live.tsx';
import * as home from './pages/index.tsx';
import * as log from './pages/log.tsx';
import * as screen from './pages/screen.tsx';

test('a page has the HTML of its islands, and what they need in the browser', async () => {
  const { html } = await fetchPage({ routes: { 'index.tsx': home }, views: {} }, '/');
  expect(html).toMatch(
    /<skerry-island name="islands\/stepper\.island" on="visible"[^>]*><p><button>−<\/button> 3 <button>\+<\/button><\/p>/,
  );
});

test('children and other markup are in the places that the island gives them', async () => {
  const { html } = await fetchPage({ routes: { 'log.tsx': log }, views: {} }, '/log');
  expect(html).toContain('<skerry-slot name="aside"><small>two piers</small></skerry-slot>');
  expect(html).toMatch(/<skerry-holder hidden=""><skerry-slot name="children">.*0 crates/s);
});

test('a region feeds an island, and answers it', async () => {
  const tide = await mountLive(Tide);
  await tide.click('Measure');
  expect(tide.html()).toContain('<button>101</button>');
});

test('an island that only the browser runs has its fallback', async () => {
  const { html } = await fetchPage({ routes: { 'screen.tsx': screen }, views: {} }, '/screen');
  expect(html).toMatch(
    /<skerry-island name="islands\/screen\.island" on="only"[^>]*><skerry-slot name="fallback"><p>Measuring…<\/p><\/skerry-slot>/,
  );
});

test('the styles of libraries are in the head', async () => {
  const home = {
    default: () => jsx(Buoy, { 'client:load': true, color: 'rgb(1, 2, 3)' }),
  };
  const app = createTestApp({ routes: { 'index.tsx': home }, islands });
  const { html } = await fetchPage(app, '/');
  const [, name, css] = /<style[^>]*data-styled[^>]*>\.(\w+)\{(.*?)\}[^]*<\/head>/.exec(html) ?? [];
  expect(css).toBe('color:rgb(1, 2, 3);');
  expect(html).toContain(`class="buoy-light ${name}"`);
});

test('styles of emotion are sent once, by the names that its browser part reads', () => {
  const styles = collectEmotion('n');
  const show = (color: string) => {
    const named = () => createElement(ClassNames, { children: ({ css }) => css({ color }) });
    return renderer.render(named, {}, new Map(), '', false, styles.wrap);
  };
  const name = show('red').replace('css-', '');
  show('red');
  expect(styles.head()).toBe(
    `<style data-emotion="css ${name}" nonce="n">.css-${name}{color:red;}</style>`,
  );
  expect(styles.head()).toBe('');
});
