/**
 * The attribute `open` of details, dialogs and any other element goes by the rule of fields too: the server's value is shown
 * where it changes, and what somebody else has opened or closed stays as it is otherwise.
 */

/** What the server says, of elements that somebody else has opened or closed. */
const said = new WeakMap<Node, string | null>();
let watcher: MutationObserver | undefined;

/** Notes what others open and close. */
export function watchOpen(): void {
  watcher ??= new MutationObserver(note);
  watcher.observe(document, { subtree: true, attributeFilter: ['open'], attributeOldValue: true });
}

function note(changes: MutationRecord[]): void {
  for (const { target, oldValue } of changes) if (!said.has(target)) said.set(target, oldValue);
}

/** Tells changes by others from those of an update: called before it, and `byUs` after. */
export function tellApart(byUs = false): void {
  const changes = watcher!.takeRecords();
  if (byUs) for (const { target } of changes) said.delete(target);
  else note(changes);
}

/** Takes what a whole tree says of `open`. Returns whether the element stays as it is, since the server says nothing new. */
export function staysOpen(element: Element, next: string | null): boolean {
  const isKnown = said.has(element);
  const before = isKnown ? said.get(element) : Element.prototype.getAttribute.call(element, 'open');
  if (isKnown) said.set(element, next);
  return (before === null) === (next === null);
}
