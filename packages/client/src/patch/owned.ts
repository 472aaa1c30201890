import { isComment } from './places.js';

/** Attributes by name, with the server's values; under `null`, that there was no content before. */
export type Changes = Map<string | null, string | null>;

const changes = new WeakMap<Node, Changes>();
/** For each comment that was taken away, the record of that: it may have been a marker. */
const damage: MutationRecord[] = [];
/** Where there are more, the region gets its whole tree. */
export const maxDamage = 20_000;
let observer: MutationObserver | undefined;

function noteChanges(records: MutationRecord[]): void {
  for (const record of records) {
    const { target, attributeName, oldValue, previousSibling, nextSibling } = record;
    for (const node of record.removedNodes)
      if (isComment(node) && !damage[maxDamage]) damage.push(record);
    const known = changes.get(target) ?? (new Map() as Changes);
    // Beside what was put into an element there was something already.
    if (!(previousSibling || nextSibling || known.has(attributeName)))
      changes.set(target, known.set(attributeName, oldValue));
  }
}

/** Notes what others than the server do to what is in an element, from now on. */
export const watchChanges = (host: Element): void =>
  (observer ??= new MutationObserver(noteChanges)).observe(host, {
    attributeOldValue: true,
    childList: true,
    subtree: true,
  });

/** For each comment that was taken away until now, the record of that, oldest first. */
export function damageNow(): MutationRecord[] {
  noteChanges(observer?.takeRecords() ?? []);
  return damage;
}

/**
 * What others have changed about an element, the visitor or a script. A whole tree leaves that alone. Whoever has just
 * written what the server says deletes it here.
 */
export function changesByOthers(element: Element): Changes | undefined {
  damageNow();
  return changes.get(element);
}
