import { isComment } from './places.js';

/** Changed attributes by name, with the server's values. The name `null` means that there was no content before. */
export type Changes = Map<string | null, string | null>;

const changes = new WeakMap<Node, Changes>();
/** The records of removed comments, which may have been markers. */
const damage: MutationRecord[] = [];
/** The most records; with more of them regions get their whole trees. */
export const maxDamage = 20_000;
let observer: MutationObserver | undefined;

function noteChanges(records: MutationRecord[]): void {
  for (const record of records) {
    const { target, attributeName, oldValue, previousSibling, nextSibling } = record;
    for (const node of record.removedNodes)
      if (isComment(node) && !damage[maxDamage]) damage.push(record);
    const known = changes.get(target) ?? (new Map() as Changes);
    // A sibling means that the element had content before.
    if (!(previousSibling || nextSibling || known.has(attributeName)))
      changes.set(target, known.set(attributeName, oldValue));
  }
}

/** Begins to note what others than the server change inside an element. */
export const watchChanges = (host: Element): void =>
  (observer ??= new MutationObserver(noteChanges)).observe(host, {
    attributeOldValue: true,
    childList: true,
    subtree: true,
  });

/** Begins to note which attributes others than the server change inside an element. */
export const watchAttributes = (element: Element): void =>
  (observer ??= new MutationObserver(noteChanges)).observe(element, {
    attributeOldValue: true,
    subtree: true,
  });

/** Notes that others have filled an element that was empty. */
export const noteFilled = (element: Element): void =>
  void changes.set(element, (changes.get(element) ?? (new Map() as Changes)).set(null, null));

/** Returns the records of all comments removed until now, oldest first. */
export function damageNow(): MutationRecord[] {
  noteChanges(observer?.takeRecords() ?? []);
  return damage;
}

/**
 * Returns the changes of an element by others: the visitor or a script. A whole tree leaves them alone. Code that writes
 * the server's value deletes the change.
 */
export function changesByOthers(element: Element): Changes | undefined {
  damageNow();
  return changes.get(element);
}
