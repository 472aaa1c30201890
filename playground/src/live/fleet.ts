import { type KeyedList, list } from '@skerry/kit';

import { drawIndex } from './random.ts';

export interface Ship {
  id: number;
  name: string;
  port: string;
  containers: number;
}

/** Ships at sea. Everything that happens to them is drawn from the seed, so that the same steps give the same fleet. */
export interface Fleet {
  ships: KeyedList<Ship>;
  /** The id of the next ship. */
  next: number;
  seed: number;
}

const colours = [
  'Amber',
  'Blue',
  'Copper',
  'Grey',
  'Ivory',
  'Jade',
  'Pale',
  'Scarlet',
  'Silver',
  'White',
];
const birds = [
  'Auk',
  'Curlew',
  'Eider',
  'Fulmar',
  'Gannet',
  'Guillemot',
  'Heron',
  'Petrel',
  'Puffin',
  'Tern',
];
const ports = [
  'Aberdeen',
  'Bergen',
  'Brest',
  'Esbjerg',
  'Honfleur',
  'Lerwick',
  'Riga',
  'Stromness',
  'Tórshavn',
  'Visby',
];

/** Makes a fleet of so many ships. */
export function makeFleet(count: number, seed: number): Fleet {
  const ships: Ship[] = [];
  for (let id = 1; id <= count; id++) {
    const made = build(id, seed);
    ships.push(made.ship);
    seed = made.seed;
  }
  return { ships: list(ships, (ship) => ship.id), next: count + 1, seed };
}

/** A new number of containers on one ship. */
export function loadOne({ ships, seed }: Fleet): Partial<Fleet> {
  if (ships.size === 0) return {};
  const picked = drawIndex(seed, ships.size);
  const load = drawIndex(picked.seed, 1_000);
  const id = ships.keys()[picked.index] as string;
  return {
    ships: ships.update(id, (ship) => ({ ...ship, containers: load.index })),
    seed: load.seed,
  };
}

/** A new ship, before all others. */
export function launch({ ships, next, seed }: Fleet): Partial<Fleet> {
  const made = build(next, seed);
  return { ships: ships.prepend(made.ship), next: next + 1, seed: made.seed };
}

/** One ship less. */
export function sinkOne({ ships, seed }: Fleet): Partial<Fleet> {
  if (ships.size === 0) return {};
  const picked = drawIndex(seed, ships.size);
  return { ships: ships.remove(ships.keys()[picked.index] as string), seed: picked.seed };
}

/** The second ship and the last but one change places. */
export function swap({ ships }: Fleet): Partial<Fleet> {
  if (ships.size < 4) return {};
  const keys = ships.keys();
  const [second, third, late, last] = [1, 2, -2, -1].map((i) => keys.at(i) as string) as [
    string,
    string,
    string,
    string,
  ];
  return { ships: ships.move(late, { before: third }).move(second, { before: last }) };
}

/** All ships in another order. */
export function shuffle({ ships, seed }: Fleet): Partial<Fleet> {
  const order = [...ships];
  for (let i = order.length - 1; i > 0; i--) {
    const other = drawIndex(seed, i + 1);
    [order[i], order[other.index]] = [order[other.index] as Ship, order[i] as Ship];
    seed = other.seed;
  }
  return { ships: ships.replace(order), seed };
}

function build(id: number, seed: number): { ship: Ship; seed: number } {
  const colour = drawIndex(seed, colours.length);
  const bird = drawIndex(colour.seed, birds.length);
  const port = drawIndex(bird.seed, ports.length);
  const load = drawIndex(port.seed, 1_000);
  const name = `${colours[colour.index]} ${birds[bird.index]}`;
  return {
    ship: { id, name, port: ports[port.index] as string, containers: load.index },
    seed: load.seed,
  };
}
