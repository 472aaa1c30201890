/** @jsxImportSource @skerry/kit */
// This file is compiled, never run: each `@ts-expect-error` fails the build if the line under it compiles.
import { For } from '../../template/list/for.js';
import { list } from '../../template/list/keyed-list.js';
import type { MountContext } from './contexts.js';
import { defineLive } from './define.js';

/** Compiles where the types are the same, no wider and no narrower. */
type Same<A, B> =
  (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : never;
declare const same: <A, B>(yes: Same<A, B>) => void;

// State is readonly all the way down, and `assign` takes it as it is.
export const Deep = defineLive(
  {
    mount: () => ({
      items: [{ name: 'a', tags: ['x'] }],
      at: new Date(),
      rows: list([{ id: 1 }], ({ id }) => id),
      page: undefined as { no: number } | undefined,
    }),
    events: {
      add(live) {
        const { items, rows, page } = live.state;
        live.assign({ items, rows, page: page && { no: page.no + 1 } });
        live.assign({ items: [...items, { name: 'b', tags: [] }], page: undefined });
        // @ts-expect-error -- an array of the state is replaced, not changed
        live.state.items.push({ name: 'b', tags: [] });
        // @ts-expect-error -- nor what is in it
        live.state.items[0]!.name = 'b';
        // @ts-expect-error -- a member of another type
        live.assign({ items: [{ name: 1, tags: [] }] });
      },
    },
  },
  ({ state }) => {
    // @ts-expect-error -- `render` reads
    state.items.sort();
    // @ts-expect-error -- at any depth
    state.items[0]!.tags.push('y');
    same<typeof state.at, Date>(true);
    return <For each={state.rows}>{({ id }) => <p>{id}</p>}</For>;
  },
);

// What is no plain data is not in the state.
const plain = (): null => null;
class Ship {
  sail(): void {}
}
// @ts-expect-error -- a function
defineLive({ mount: () => ({ save: () => {} }) }, plain);
// @ts-expect-error -- a map
defineLive({ mount: () => ({ seen: new Map<string, number>() }) }, plain);
// @ts-expect-error -- a set, deeper
defineLive({ mount: async () => ({ of: { all: [new Set<string>()] } }) }, plain);
const launch = (): { ship: Ship } => ({ ship: new Ship() });
// @ts-expect-error -- an instance of a class
defineLive({ mount: ({ props }: MountContext<{ a: 1 }>) => ({ ...launch(), a: props.a }) }, plain);
// @ts-expect-error -- a promise
defineLive({ mount: () => ({ later: Promise.resolve(1) }) }, plain);
// @ts-expect-error -- a bigint
defineLive({ mount: () => ({ id: 1n }) }, plain);

// Nor in props, which a view may get as another one has them in its state.
const Board = defineLive(
  {
    mount: ({ props }: MountContext<{ lines: string[]; onEnd?: () => void }>) => ({
      count: props.lines.length,
    }),
  },
  ({ props }) => props.lines.length,
);
declare const lines: readonly string[];
export const boards = [
  <Board lines={lines} />,
  // @ts-expect-error -- a function
  <Board lines={lines} onEnd={() => {}} />,
  // @ts-expect-error -- a prop of another type
  <Board lines={[1]} />,
];

interface Tree {
  name: string;
  children: Tree[];
}
interface Cargo {
  id: string & { readonly brand: unique symbol };
  anything: any;
  unknown: unknown;
  kind?: 'box' | 'barrel';
  of?: Readonly<Record<string, readonly (number | null)[]>>;
}
// Interfaces, trees, brands and values of unknown types are.
export const Plain = defineLive(
  {
    mount: () => ({
      tree: null as Tree | null,
      cargo: {} as Cargo,
      pair: ['a', 1] as [string, number],
    }),
    events: {
      grow: (live) => live.assign({ tree: { name: 'x', children: [live.state.tree!] } }),
      load: (live) => live.assign({ cargo: { ...live.state.cargo, kind: 'box' }, pair: ['b', 2] }),
    },
  },
  ({ state }) => {
    same<typeof state.cargo.id, Cargo['id']>(true);
    return state.tree?.children[0]?.children[0]?.name;
  },
);
