/** @jsxImportSource @skerry/kit */
// This file is compiled, never run: each `@ts-expect-error` fails the build if the line under it compiles.
import type { Child } from '../template/child.js';
import type { PageChild } from '../template/suspense.js';
import { For } from '../template/list/for.js';
import type { KeyedList } from '../template/list/keyed-list.js';
import type { Binding } from '../template/binding.js';
import type { JSX, ViewTag } from './jsx-types.js';

declare const increment: Binding;
function Row({ item, children }: { item: number; children?: PageChild }) {
  return (
    <p>
      {item} {children}
    </p>
  );
}
const Nothing = () => null;
const Late = async ({ at }: { at: string }) => <p>{at}</p>;
function Box<T>({ of, children }: { of: readonly T[]; children: (item: T) => Child }): Child {
  return of.map(children);
}
type ButtonProps = JSX.IntrinsicElements['button'] & { tone: 'loud' | 'quiet' };
const Button = ({ tone, ...rest }: ButtonProps) => <button class={tone} {...rest} />;
const Picky = (_props: { tag: 'a'; href: string } | { tag: 'b' }) => 'a';
const NoComponent = () => new Date();

export const components = [
  <Row item={1} key="a" />,
  <Row item={1}>
    <b /> text
  </Row>,
  <Nothing />,
  <Late at="noon" />,
  <Box of={['a']}>{(letter) => letter.toUpperCase()}</Box>,
  <Button tone="loud" type="submit" lv-click={increment} data-a={1}>
    Save
  </Button>,
  <Picky tag="a" href="/" />,
  // @ts-expect-error -- `item` is missing
  <Row />,
  // @ts-expect-error -- `item` is a number
  <Row item="1" />,
  // @ts-expect-error -- no such prop
  <Row item={1} size={2} />,
  // @ts-expect-error -- only islands have a strategy
  <Row item={1} client:visible />,
  // @ts-expect-error -- takes no children
  <Late at="noon">a</Late>,
  // @ts-expect-error -- `b` has no `href`
  <Picky tag="b" href="/" />,
  // @ts-expect-error -- a key is a text or a number
  <Row item={1} key={{}} />,
  // @ts-expect-error -- returns no child
  <NoComponent />,
  // @ts-expect-error -- no component
  <Map />,
];

declare const Counter: ViewTag<{ start?: number; title: string }>;
declare const Clock: ViewTag<unknown>;
declare const Alike: abstract new (props: { start: number }) => object;

export const liveViews = [
  <Counter start={3} title="a" key={1} />,
  <Counter title="a" />,
  <Clock />,
  // @ts-expect-error -- `title` is missing
  <Counter start={3} />,
  // @ts-expect-error -- `start` is a number
  <Counter start="3" title="a" />,
  // @ts-expect-error -- no such prop
  <Counter title="a" stop={3} />,
  // @ts-expect-error -- takes no children
  <Counter title="a">a</Counter>,
  // @ts-expect-error -- only islands have a strategy
  <Counter title="a" client:idle />,
  // @ts-expect-error -- no such prop
  <Clock start={3} />,
  // @ts-expect-error -- no live view
  <Alike start={3} />,
  // @ts-expect-error -- a live view is no function
  Counter({ title: 'a' }),
  // @ts-expect-error -- nor a class to make objects of
  new Counter({ title: 'a' }),
];

interface Item {
  id: number;
  name: string;
}
declare const items: readonly Item[];
declare const list: KeyedList<Item>;

export const lists = [
  <For each={items} key={(item) => item.id}>
    {(item) => <p title={item.name}>{item.id.toFixed()}</p>}
  </For>,
  <For each={list}>{(item) => <p title={item.name} />}</For>,
  <For each={[1, 2]}>{(n) => n.toFixed()}</For>,
  // @ts-expect-error -- a function finds the key
  <For each={items} key="id">
    {(item) => <p>{item.id}</p>}
  </For>,
  <For
    each={items}
    // @ts-expect-error -- no such member
    key={(item) => item.uuid}
  >
    {
      // @ts-expect-error -- no such member
      (item) => <p>{item.uuid}</p>
    }
  </For>,
  // @ts-expect-error -- rows need a function
  <For each={items} key={(item) => item.id} />,
];
