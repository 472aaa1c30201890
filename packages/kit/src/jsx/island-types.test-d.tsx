/** @jsxImportSource @skerry/kit */
// This file is compiled, never run: each `@ts-expect-error` fails the build if the line under it compiles.
import {
  Component,
  type ComponentChildren,
  type FunctionComponent,
  type JSX as PreactJSX,
  type VNode,
} from 'preact';

import type { Child } from '../template/child.js';
import type { PageChild } from '../template/suspense.js';
import type { ViewTag } from './jsx-types.js';
import type { KeyedList } from '../template/list/keyed-list.js';

declare const Chart: (props: { points: readonly number[]; title?: string }) => PreactJSX.Element;
declare const Maybe: (props: { open: boolean }) => VNode | null;
declare const Typed: FunctionComponent<{ n: number }>;
declare class Old extends Component<{ n: number }> {
  render(): VNode;
}
/** React's, as far as it matters here. */
interface ReactElement {
  type: unknown;
  props: unknown;
  key: string | null;
}
type ReactNode =
  | ReactElement
  | string
  | number
  | bigint
  | Iterable<ReactNode>
  | boolean
  | null
  | undefined;
declare const Picker: (props: { day: Date; children?: ReactNode }) => ReactElement;
declare const Memo: { (props: { n: number }): ReactNode; readonly $$typeof: symbol };

export const strategies = [
  <Chart client:load points={[1, 2]} />,
  <Chart client:visible points={[]} title="a" key="a" />,
  <Chart client:visible="200px" points={[]} />,
  <Chart client:idle points={[]} />,
  <Chart client:idle={500} points={[]} />,
  <Chart client:interaction="click focusin" points={[]} />,
  <Chart client:none points={[]} />,
  <Chart client:media="(max-width: 600px)" points={[]} />,
  <Chart client:only points={[]} />,
  <Chart client:only points={[]} fallback={<p>Loading</p>} />,
  <Chart client:only client:priority="low" points={[]} fallback="Loading" />,
  <Picker client:only day={new Date()} fallback={null}>
    <b />
  </Picker>,
  // @ts-expect-error -- only an island that the server leaves out has one
  <Chart client:load points={[]} fallback="Loading" />,
  // @ts-expect-error -- it is no markup
  <Chart client:only points={[]} fallback={new Date()} />,
  // @ts-expect-error -- it takes a query
  <Chart client:media points={[]} />,
  // @ts-expect-error -- it takes nothing
  <Chart client:only="react" points={[]} />,
  <Chart client:load client:priority="high" points={[]} />,
  <Maybe client:load open />,
  <Typed client:load n={1} />,
  <Old client:load n={1} />,
  <Picker client:load day={new Date()} />,
  <Memo client:load n={1} />,
  // @ts-expect-error -- no strategy
  <Chart points={[]} />,
  // @ts-expect-error -- no strategy, only a priority
  <Chart client:priority="high" points={[]} />,
  // @ts-expect-error -- two strategies
  <Chart client:load client:idle points={[]} />,
  // @ts-expect-error -- no such strategy
  <Chart client:foo points={[]} />,
  // @ts-expect-error -- no such directive beside a strategy
  <Chart client:load client:foo points={[]} />,
  // @ts-expect-error -- a margin is a text
  <Chart client:visible={200} points={[]} />,
  // @ts-expect-error -- it takes nothing
  <Chart client:load="now" points={[]} />,
  // @ts-expect-error -- no such priority
  <Chart client:load client:priority="urgent" points={[]} />,
  // @ts-expect-error -- `points` is missing
  <Chart client:load />,
  // @ts-expect-error -- `points` are numbers
  <Chart client:load points={['1']} />,
  // @ts-expect-error -- no such prop
  <Chart client:load points={[]} size={1} />,
  // @ts-expect-error -- a key is a text or a number
  <Chart client:load points={[]} key={{}} />,
  // @ts-expect-error -- no strategy
  <Typed n={1} />,
  // @ts-expect-error -- no strategy
  <Old n={1} />,
  // @ts-expect-error -- `n` is a number
  <Old client:load n="1" />,
  // @ts-expect-error -- no strategy
  <Picker day={new Date()} />,
];

declare const Plain: (props: { n: number }) => Child;
declare const Late: (props: { n: number }) => Promise<PageChild>;
declare const Nothing: () => null;
declare const Loose: (props: { n: number }) => any;
declare const Counter: ViewTag<{ start: number }>;
export const others = [
  <Plain n={1} />,
  <Late n={1} />,
  <Loose n={1} />,
  <Nothing />,
  <Counter start={1} />,
  // @ts-expect-error -- a component of the server has no strategy
  <Plain client:load n={1} />,
  // @ts-expect-error -- nor has one that shows nothing
  <Nothing client:load />,
  // @ts-expect-error -- a live view has none
  <Counter client:load start={1} />,
];

interface Tree {
  label: string;
  branches?: Tree[];
}
interface Data {
  when: Date;
  where?: URL;
  by: Map<string, Set<bigint>>;
  tree: Tree;
  any: any;
  some: unknown;
  list: readonly { id: number; tags: string[] }[];
  literal: 'a' | 'b' | undefined;
}
declare const Table: (props: Data) => VNode;
declare const data: Data;
declare const rows: KeyedList<{ id: number; tags: string[] }>;
declare const numbers: KeyedList<number>;
declare const Generic: <T>(props: { items: readonly T[]; first?: T }) => VNode;
export const dataProps = [
  <Table client:load {...data} />,
  <Table client:load {...data} list={rows} />,
  <Chart client:load points={numbers} />,
  <Generic client:load items={[1, 2]} />,
  // @ts-expect-error -- a list of something else
  <Chart client:load points={rows} />,
  // @ts-expect-error -- no such word
  <Table client:load {...data} literal="c" />,
];

interface Handlers {
  onPick(day: number): void;
  onDrop?: () => void;
  label?: string | (() => string);
}
declare const Needy: (props: Handlers) => VNode;
declare const Free: (props: Pick<Handlers, 'onDrop' | 'label'>) => VNode;
declare const Deep: (props: {
  options: { on?: () => void; size: number };
  cells?: { draw?(): void }[];
}) => VNode;
declare const Symbolic: (props: { tag?: symbol; kind?: typeof Date }) => VNode;
declare const Render: (props: { children: (n: number) => VNode }) => VNode;
declare const symbolic: symbol;
export const functions = [
  <Free client:load />,
  <Free client:load label="a" />,
  <Deep client:load options={{ size: 1 }} cells={[{}]} />,
  <Symbolic client:load />,
  // @ts-expect-error -- a function stays on the server
  <Free client:load onDrop={() => undefined} />,
  // @ts-expect-error -- a function stays on the server
  <Free client:load label={() => 'a'} />,
  // @ts-expect-error -- no value has the required type
  <Needy client:load />,
  // @ts-expect-error -- not even so
  <Needy client:load onPick={() => undefined} />,
  // @ts-expect-error -- nor inside of data
  <Deep client:load options={{ size: 1, on: () => undefined }} />,
  // @ts-expect-error -- nor inside of an array
  <Deep client:load options={{ size: 1 }} cells={[{ draw() {} }]} />,
  // @ts-expect-error -- a symbol stays on the server
  <Symbolic client:load tag={symbolic} />,
  // @ts-expect-error -- and so does a class
  <Symbolic client:load kind={Date} />,
  // @ts-expect-error -- children are no function
  <Render client:load>{(n: number) => <b>{n}</b>}</Render>,
];

declare const Tabs: (props: {
  header: VNode;
  footer?: ComponentChildren;
  children?: ComponentChildren;
}) => VNode;
declare const Words: (props: { children: string }) => VNode;
declare const late: Promise<Child>;
export const slots = [
  <Tabs client:load header={<h2>Hi</h2>} />,
  <Tabs client:load header={<Counter start={1} />} footer="text">
    <p>a</p> text{' '}
    {[1, 2].map((n) => (
      <b key={n} />
    ))}
  </Tabs>,
  <Tabs client:load header={<Chart client:load points={[]} />}>
    {late}
  </Tabs>,
  <Picker client:load day={new Date()}>
    <b /> text
  </Picker>,
  <Words client:load>text</Words>,
  // @ts-expect-error -- `header` is missing
  <Tabs client:load>a</Tabs>,
  // @ts-expect-error -- no markup
  <Tabs client:load header={new Date()} />,
  // @ts-expect-error -- children are text
  <Words client:load>{<b />}</Words>,
  // @ts-expect-error -- takes no children
  <Chart client:load points={[]}>
    a
  </Chart>,
];
