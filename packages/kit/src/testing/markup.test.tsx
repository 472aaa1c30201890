import { describe, expect, test } from 'vitest';

import { testIsland, type TestNode } from '../../test/islands.js';
import { serveViews } from '../../test/visitor.js';
import { defineLive } from '../live/author/define.js';
import { MarkupInspector } from '../markup/inspector.js';
import { unsafeHtml } from '../template/raw.js';
import { fetchPage } from './fetch-page.js';
import { mountLive } from './mount-live.js';

const Section = testIsland<{ children?: TestNode }>(
  'islands/section.island',
  (_, slot) => `<section>${slot('children')}</section>`,
);
const Stay = defineLive(
  {
    mount: () => ({ isOpen: false }),
    events: { open: (live) => live.assign({ isOpen: true }) },
  },
  ({ state }) => (
    <span>
      <button lv-click="open">open</button>
      {state.isOpen && <div>open</div>}
    </span>
  ),
  'stay',
);
const Block = defineLive({ mount: () => ({}) }, () => <div>a</div>, 'block');
const Paragraph = ({ children }: { children?: unknown }) => <p>{children as string}</p>;
const Rows = () => <div>a</div>;

/** The answer of a page that shows this. */
async function answer(page: () => unknown): Promise<string> {
  const views = { stay: Stay, block: Block } as never;
  const { html } = await fetchPage({ routes: { 'index.tsx': { default: page } }, views }, '/');
  return html.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"');
}

describe('a page that browsers would repair fails with both components named', () => {
  test.each([
    [
      'a live view',
      () => (
        <p>
          Counter: <Block />
        </p>
      ),
      '<div> (',
    ],
    [
      'an island',
      () => (
        <p>
          a <Section client:load />
        </p>
      ),
      '<section> (islands/section.island)',
    ],
    [
      'the content of a slot of an island',
      () => (
        <p>
          a{' '}
          <Section client:load>
            <b>x</b>
          </Section>
        </p>
      ),
      '<section>',
    ],
    [
      'children',
      () => (
        <Paragraph>
          <div>a</div>
        </Paragraph>
      ),
      '<div> (',
    ],
    [
      'a component in a table',
      () => (
        <table>
          <tbody>
            <Rows />
          </tbody>
        </table>
      ),
      '<div> of Rows (',
    ],
    ['raw markup', () => <p>{unsafeHtml('<div>a</div>')}</p>, '<div> of unsafeHtml()'],
  ])('%s', async (_, page, inner) => {
    const html = await answer(page);
    expect(html).toContain(inner);
    expect(html).toMatch(/cannot be inside <(?:p|tbody)> .*markup\.test\.tsx:\d+\)/);
  });

  test('and one that they would not is sent as it is in production', async () => {
    const html = await answer(() => (
      <div>
        Counter: <Block />{' '}
        <Section client:load>
          <b>x</b>
        </Section>
      </div>
    ));
    expect(html).toContain('<div data-s="0">a</div>');
    expect(html.replace(/<!--(?:\[?\d+|\]|lv:[\w-]+|)-->/g, '')).not.toContain('<!--');
  });
});

describe('mountLive', () => {
  test('refuses a view that browsers would repair', async () => {
    const View = defineLive(
      { mount: () => ({}) },
      () => (
        <Paragraph>
          <div>a</div>
        </Paragraph>
      ),
      'p',
    );
    await expect(mountLive(View)).rejects.toThrow(
      /^<div> \(.*markup\.test\.tsx:\d+\) cannot be inside <p> of Paragraph \(.*markup\.test\.tsx:\d+\): /,
    );
  });

  test('refuses an update that would be repaired on the next page', async () => {
    const View = defineLive(
      {
        mount: () => ({ isOpen: false }),
        events: { toggle: (live) => live.assign({ isOpen: !live.state.isOpen }) },
      },
      ({ state }) => (
        <p>
          <button lv-click="toggle">toggle</button>
          {state.isOpen && <div>open</div>}
        </p>
      ),
      'toggle',
    );
    const view = await mountLive(View);
    await expect(view.click('toggle')).rejects.toThrow('cannot be inside <p>');
    await view.click('toggle');
    expect(view.state).toEqual({ isOpen: false });
  });
});

test('an update is inspected in the surroundings of its region on the page, and goes on', async () => {
  const page = () => (
    <p>
      Stay: <Stay />
    </p>
  );
  const markup = new MarkupInspector();
  const site = await serveViews(
    { stay: Stay },
    { markup, routes: { 'index.tsx': { default: page } } },
  );
  const { line, hosts } = await site.open();
  expect(hosts[0]!.html).not.toContain('markup.test.tsx');
  expect(JSON.stringify(await line.ask([1, 1, 'open']))).toContain('"d":["open"]');
  expect(site.calls('onError')).toMatchObject([
    {
      where: 'render',
      region: { id: hosts[0]!.id },
      error: {
        message: expect.stringMatching(
          /^<div> \(.*markup\.test\.tsx:\d+\) cannot be inside <p> \(.*markup\.test\.tsx:\d+\): /,
        ),
      },
    },
  ]);
  await site.stop();
});
