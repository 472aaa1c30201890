import type { Json } from './canonical.js';
import { plainText } from './plain-text.js';

/** The bounds of what one record keeps of a detail. */
export const detailBounds = {
  /** Levels of objects and arrays in each other. */
  depth: 6,
  /** Members of one object or array. */
  members: 64,
  /** Characters of one text. */
  text: 1_000,
  /** Characters of one name. */
  name: 100,
  /** Characters of all names and texts, where any other value counts as eight. */
  total: 6_000,
};

const charactersPerValue = 8;

/** What stands in place of something that is not kept. */
export const placeholders = {
  redacted: '[redacted]',
  cut: '[cut]',
  circular: '[circular]',
  unreadable: '[unreadable]',
};

/**
 * Copies a value of the app into JSON that is safe to keep: named fields redacted at any depth, texts encoded, and everything within
 * bounds. Never throws, whatever the value does when it is read.
 */
export function cleanDetail(value: unknown, isRedacted: (name: string) => boolean): Json {
  let left = detailBounds.total;
  const inside = new Set<object>();

  const text = (whole: string, max: number): string => {
    const kept = plainText(whole, Math.max(0, Math.min(max, left)));
    left -= kept.length;
    return kept;
  };

  const members = (entries: readonly (readonly [string, unknown])[], depth: number) =>
    entries.slice(0, detailBounds.members).map(([name, member]): [string, Json] => {
      if (isRedacted(name)) return [text(name, detailBounds.name), placeholders.redacted];
      return [text(name, detailBounds.name), clean(member, depth)];
    });

  const cleanObject = (object: object, depth: number): Json => {
    // Classes of the app may answer anything: each answer is made a text, and bounded.
    if (object instanceof Date)
      return Number.isNaN(+object) ? null : text(String(object.toISOString()), detailBounds.text);
    if (object instanceof URL) return text(object.origin + object.pathname, detailBounds.text);
    if (ArrayBuffer.isView(object)) return text(`[${object.byteLength} bytes]`, detailBounds.text);
    if (inside.has(object)) return placeholders.circular;
    if (depth >= detailBounds.depth) return placeholders.cut;
    inside.add(object);
    try {
      if (Array.isArray(object) || object instanceof Set) {
        const items = firstOf(object);
        const kept = items.slice(0, detailBounds.members).map((item) => clean(item, depth + 1));
        return items.length > kept.length ? [...kept, placeholders.cut] : kept;
      }
      const entries = entriesOf(object);
      const kept = members(entries, depth + 1);
      if (entries.length > kept.length) kept.push(['…', placeholders.cut]);
      return Object.fromEntries(kept);
    } finally {
      inside.delete(object);
    }
  };

  const clean = (item: unknown, depth: number): Json => {
    if (left <= 0) return placeholders.cut;
    left -= charactersPerValue;
    try {
      switch (typeof item) {
        case 'string':
          return text(item, detailBounds.text);
        case 'number':
          return Number.isFinite(item) ? item : String(item);
        case 'boolean':
          return item;
        case 'bigint':
          return text(String(item), detailBounds.text);
        case 'object':
          return item === null ? null : cleanObject(item, depth);
        case 'undefined':
          return null;
        default:
          return `[${typeof item}]`;
      }
    } catch {
      return placeholders.unreadable;
    }
  };

  return clean(value, 0);
}

/** As many items as are kept, and one more that says whether there are others. */
function firstOf<Item>(items: Iterable<Item>): Item[] {
  const first: Item[] = [];
  for (const item of items) {
    first.push(item);
    if (first.length > detailBounds.members) break;
  }
  return first;
}

/** The members of an object that can be kept. An Error has its name and message; its stack is for the log. */
function entriesOf(object: object): [string, unknown][] {
  if (object instanceof Map) return firstOf(object).map(([name, value]) => [String(name), value]);
  const names = Object.keys(object).slice(0, detailBounds.members + 1);
  const entries: [string, unknown][] = names.map((name) => {
    try {
      return [name, (object as Record<string, unknown>)[name]];
    } catch {
      return [name, placeholders.unreadable];
    }
  });
  if (object instanceof Error) entries.unshift(['name', object.name], ['message', object.message]);
  return entries.filter(([, value]) => value !== undefined);
}

/**
 * Splits JSON in two by the names of members: what may stay for good, and what can be erased. Both keep their paths, an array by
 * its indices in the personal half.
 */
export function splitPersonal(
  value: Json,
  isPersonal: (name: string) => boolean,
): { lasting: Json; personal?: Json } {
  if (typeof value !== 'object' || value === null) return { lasting: value };
  const lasting: [string, Json][] = [];
  const personal: [string, Json][] = [];
  for (const [name, member] of Object.entries(value)) {
    if (isPersonal(name) && !Array.isArray(value)) {
      personal.push([name, member]);
      continue;
    }
    const halves = splitPersonal(member, isPersonal);
    lasting.push([name, halves.lasting]);
    if (halves.personal !== undefined) personal.push([name, halves.personal]);
  }
  const rest = Array.isArray(value)
    ? lasting.map(([, member]) => member)
    : Object.fromEntries(lasting);
  return personal.length > 0
    ? { lasting: rest, personal: Object.fromEntries(personal) }
    : { lasting: rest };
}
