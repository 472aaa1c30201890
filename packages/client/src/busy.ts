import { call } from './unclobbered.js';

/** What the author has in `aria-busy` of elements whose events are under way. */
const authors = new WeakMap<Element, string | null>();

/** Shows that an event of an element is under way. */
export function showBusy(element: Element): void {
  if (!authors.has(element)) authors.set(element, call(element, 'getAttribute', 'aria-busy'));
  call(element, 'setAttribute', 'aria-busy', 'true');
}

/** Gives an element the value of its author back. */
export function endBusy(element: Element): void {
  const value = authors.get(element);
  if (!authors.delete(element)) return;
  if (value == null) call(element, 'removeAttribute', 'aria-busy');
  else call(element, 'setAttribute', 'aria-busy', value);
}

/** Keeps the author's next value for later. @returns whether the element is busy */
export const keepBusy = (element: Element, value: string | null): boolean =>
  authors.has(element) && !!authors.set(element, value);
