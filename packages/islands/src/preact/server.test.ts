import { computed, signal } from '@preact/signals';
import { Component, createContext, Fragment, h, type VNode } from 'preact';
import { forwardRef, memo } from 'preact/compat';
import { useContext, useEffect, useId, useMemo, useReducer, useState } from 'preact/hooks';
import { describe, expect, test } from 'vitest';

import { testUseLiveOnServer } from '../../test/use-live-on-server.js';
import { useLive } from '../index.js';
import { renderer } from './server.js';

const render = (
  component: unknown,
  props: Record<string, unknown> = {},
  slots: Record<string, string> = {},
  ids = 'x',
) => renderer.render(component, props, new Map(Object.entries(slots)), ids);

test('a component is rendered with its props, and its text is no markup', () => {
  const Greeting = ({ name }: { name: string }) => h('p', { title: name }, 'Hi ', name);
  expect(render(Greeting, { name: '<b>"' })).toBe('<p title="&lt;b>&quot;">Hi &lt;b>&quot;</p>');
});

test('slots are where the component puts them, with their markup as it is', () => {
  const Card = ({ title, children }: { title: VNode; children: VNode }) =>
    h('section', null, h('h2', null, title), children);
  expect(render(Card, {}, { title: 'A', children: '<!--[0--><b>x</b><!--]-->' })).toBe(
    '<section><h2><skerry-slot name="title">A</skerry-slot></h2>' +
      '<skerry-slot name="children"><!--[0--><b>x</b><!--]--></skerry-slot></section>',
  );
  expect(render(Card, {}, { title: '', children: '' })).toBe(
    '<section><h2><skerry-slot name="title"></skerry-slot></h2><skerry-slot name="children"></skerry-slot></section>',
  );
});

test('a slot that the component does not show is not there', () => {
  const Closed = ({ open, children }: { open: boolean; children: VNode }) =>
    h('div', null, open && children);
  expect(render(Closed, { open: false }, { children: '<b>x</b>' })).toBe('<div></div>');
});

describe('what Preact offers works:', () => {
  const Theme = createContext('light');
  const Themed = () => h('i', null, useContext(Theme));

  test('hooks', () => {
    const Hooks = ({ n }: { n: number }) => {
      const [state] = useState(() => n + 1);
      const [reduced] = useReducer((x: number) => x, 3);
      useEffect(() => {
        throw new Error('An effect ran on the server.');
      });
      return h(
        'p',
        null,
        useMemo(() => state * 2, [state]),
        reduced,
      );
    };
    expect(render(Hooks, { n: 1 })).toBe('<p>43</p>');
  });

  test('context', () => {
    const Provided = () => h(Theme.Provider, { value: 'dark' }, h(Themed, null));
    expect(render(Provided)).toBe('<i>dark</i>');
    expect(render(Themed)).toBe('<i>light</i>');
  });

  test('classes', () => {
    class Classic extends Component<{ n: number }, { m: number }> {
      override state = { m: 2 };
      override render() {
        return h('p', null, this.props.n + this.state.m);
      }
    }
    expect(render(Classic, { n: 1 })).toBe('<p>3</p>');
  });

  test('memo, forwardRef and fragments', () => {
    const Inner = forwardRef<HTMLElement, { n: number }>(({ n }, ref) =>
      h('b', { ref: ref as never }, n),
    );
    expect(render(memo(() => h(Fragment, null, h(Inner, { n: 1 }), 'x')))).toBe('<b>1</b>x');
  });

  test('signals', () => {
    const count = signal(1);
    const double = computed(() => count.value * 2);
    const Counted = ({ count: given }: { count: typeof count }) =>
      h('p', { title: given }, given, double.value);
    expect(render(Counted, { count })).toBe('<p title="1">12</p>');
  });

  test('error boundaries', () => {
    class Boundary extends Component<object, { failed?: boolean }> {
      static override getDerivedStateFromError = () => ({ failed: true });
      override render() {
        return this.state.failed ? h('p', null, 'failed') : h(Throws, null);
      }
    }
    expect(render(Boundary)).toBe('<p>failed</p>');
  });
});

test('the error of a component is thrown, and the next one is rendered as usual', () => {
  const count = signal(1);
  const Counted = () => h('p', null, count.value, useId());
  const Broken = () => {
    void count.value;
    useState(0);
    throw new Error('no');
  };
  const before = render(Counted);
  for (let i = 0; i < 3; i++) expect(() => render(Broken)).toThrow('no');
  expect(render(Counted)).toBe(before);
  count.value = 2;
  expect(render(Counted)).toBe(before.replace('1', '2'));
});

test('a component that suspends is an error', () => {
  const Suspends = () => {
    throw Promise.resolve();
  };
  expect(() => render(Suspends)).toThrow(/suspense/i);
});

test('ids begin with those that the island is given, and count from there', () => {
  const Inner = () => h('b', { id: useId() });
  const Labelled = () => h('p', { id: useId() }, h(Inner, null), h(Inner, null));
  expect(render(Labelled, {}, {}, 'lv-1')).toBe(
    '<p id="Plv-1-0"><b id="Plv-1-1"></b><b id="Plv-1-2"></b></p>',
  );
  expect(render(Labelled, {}, {}, 'lv-1')).toBe(render(Labelled, {}, {}, 'lv-1'));
  expect(render(Inner, {}, {}, 'lv-2')).toBe('<b id="Plv-2-0"></b>');
});

function Throws(): VNode {
  throw new Error('no');
}

testUseLiveOnServer(renderer, h, useLive);

test('a wrap can tell elements of Preact from other values', () => {
  let tell: (value: unknown) => boolean = () => false;
  const Lamp = () => h('b', null);
  const html = renderer.render(Lamp, {}, new Map(), 'x', false, (root, framework, isElement) => {
    tell = isElement;
    expect(framework).toBe('preact');
    return root;
  });
  expect(html).toBe('<b></b>');
  expect(
    [h('b', null), { a: 1 }, [], Promise.resolve(), 'text', null].map((each) => tell(each)),
  ).toEqual([true, false, false, false, false, false]);
});
