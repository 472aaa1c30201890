import {
  Component,
  createContext,
  createElement as h,
  forwardRef,
  memo,
  type ReactNode,
  useContext,
  useEffect,
  useId,
  useState,
} from 'react';
import { describe, expect, test } from 'vitest';

import { testUseLiveOnServer } from '../../test/use-live-on-server.js';
import { useLive } from './index.js';
import { renderer } from './server.js';

const render = (
  component: unknown,
  props: Record<string, unknown> = {},
  slots: Record<string, string> = {},
  ids = 'x',
) => renderer.render(component, props, new Map(Object.entries(slots)), ids);

test('a component is rendered with its props, and its text is no markup', () => {
  const Greeting = ({ name }: { name: string }) => h('p', { title: name }, `Hi ${name}`);
  expect(render(Greeting, { name: '<b>"' })).toBe(
    '<p title="&lt;b&gt;&quot;">Hi &lt;b&gt;&quot;</p>',
  );
});

test('slots are where the component puts them, with their markup as it is', () => {
  const Card = ({ title, children }: { title: ReactNode; children: ReactNode }) =>
    h('section', null, h('h2', null, title), children);
  expect(render(Card, {}, { title: 'A', children: '<!--[0--><b>x</b><!--]-->' })).toBe(
    '<section><h2><skerry-slot name="title">A</skerry-slot></h2>' +
      '<skerry-slot name="children"><!--[0--><b>x</b><!--]--></skerry-slot></section>',
  );
});

test('a slot that the component does not show is not there', () => {
  const Closed = ({ open, children }: { open: boolean; children: ReactNode }) =>
    h('div', null, open && children);
  expect(render(Closed, { open: false }, { children: '<b>x</b>' })).toBe('<div></div>');
});

describe('what React offers works:', () => {
  const Theme = createContext('light');
  const Themed = () => h('i', null, useContext(Theme));

  test('hooks', () => {
    const Hooks = ({ n }: { n: number }) => {
      const [state] = useState(() => n + 1);
      useEffect(() => {
        throw new Error('An effect ran on the server.');
      });
      return h('p', null, state);
    };
    expect(render(Hooks, { n: 1 })).toBe('<p>2</p>');
  });

  test('context', () => {
    expect(render(() => h(Theme, { value: 'dark' }, h(Themed)))).toBe('<i>dark</i>');
    expect(render(Themed)).toBe('<i>light</i>');
  });

  test('classes, memo and forwardRef', () => {
    class Classic extends Component<{ n: number }> {
      override render() {
        return h('p', null, this.props.n);
      }
    }
    const Inner = forwardRef<HTMLElement, object>((_, ref) => h('b', { ref }, 1));
    expect(render(Classic, { n: 1 })).toBe('<p>1</p>');
    expect(render(memo(() => h(Inner)))).toBe('<b>1</b>');
  });
});

test('the error of a component is thrown, and the next one is rendered as usual', () => {
  const Broken = () => {
    useState(0);
    throw new Error('no');
  };
  const Fine = () => h('p', { id: useId() });
  const before = render(Fine);
  expect(() => render(Broken)).toThrow('no');
  expect(render(Fine)).toBe(before);
});

test('ids begin with those that the island is given', () => {
  const Inner = () => h('b', { id: useId() });
  const Labelled = () => h('p', { id: useId() }, h(Inner), h(Inner));
  const ids = [...render(Labelled, {}, {}, 'lv-1').matchAll(/id="([^"]+)"/g)].map(([, id]) => id);
  expect(new Set(ids).size).toBe(3);
  for (const id of ids) expect(id).toContain('lv-1');
});

testUseLiveOnServer(renderer, h, useLive);

test('a wrap can tell elements of React from other values', () => {
  let tell: (value: unknown) => boolean = () => false;
  const Lamp = () => h('b');
  const html = renderer.render(Lamp, {}, new Map(), 'x', false, (root, framework, isElement) => {
    tell = isElement;
    expect(framework).toBe('react');
    return root;
  });
  expect(html).toBe('<b></b>');
  expect([h('b'), { a: 1 }, [], Promise.resolve(), 'text', null].map((each) => tell(each))).toEqual(
    [true, false, false, false, false, false],
  );
});
