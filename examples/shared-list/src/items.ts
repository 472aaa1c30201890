import { publish } from '@skerry/kit';

export interface Item {
  readonly id: number;
  readonly name: string;
  readonly amount: number;
  readonly isBought: boolean;
}

declare module '@skerry/kit' {
  interface Topics {
    'item:changed': Item;
    'item:removed': { readonly id: number };
  }
}

// One list for everybody, as long as the server runs. Use a database in its place to keep it.
const items = new Map<number, Item>();
let lastId = 0;

export const allItems = (): Item[] => [...items.values()];

export const hasItem = (name: string): boolean =>
  allItems().some((item) => item.name.toLowerCase() === name.toLowerCase());

export function addItem(name: string, amount: number): void {
  lastId += 1;
  changeItem({ id: lastId, name, amount, isBought: false });
}

export function checkItem(id: number): void {
  const item = items.get(id);
  if (item) changeItem({ ...item, isBought: !item.isBought });
}

export function removeItem(id: number): void {
  if (items.delete(id)) publish('item:removed', { id });
}

function changeItem(item: Item): void {
  items.set(item.id, item);
  publish('item:changed', item);
}
