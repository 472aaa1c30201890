/** What a page of the fuzz run is to show: what a fresh page does, and what the visitor has changed. Runs in the browser. */
import { canonicalDom } from '@skerry/kit/testing';

/** What fields show that the view was not told of, and how they were called then. */
const entered = new WeakMap<Element, { state: string; name: string | null }>();
/** What the visitor has opened or closed: whether it is open, and whether the server says so. */
const toggled = new WeakMap<Element, { isOpen: boolean; said: boolean }>();
/** What the server said last. */
const saidOpen = new WeakMap<Element, boolean>();
/** What elements with `lv-ignore` hold. */
const ignored = new WeakMap<Element, string>();

const fieldTags = 'input, textarea, select, [contenteditable]';
const openTags = 'details, dialog';

export const isOpen = (element: Element): boolean => element.hasAttribute('open');

/** Notes that a visitor has entered something in a field. */
export function noteEntry(field: Element): void {
  // What a bound field shows is settled by the answer, also where it was not bound before.
  if (field.hasAttribute('lv-input')) entered.delete(field);
  else keepEntry(field);
}

const keepEntry = (field: Element): unknown =>
  entered.set(field, { state: stateOf(field), name: field.getAttribute('name') });

/** Notes that a visitor has opened or closed an element. */
export function noteToggle(element: Element, before: boolean): void {
  const said = toggled.get(element)?.said ?? saidOpen.get(element) ?? before;
  toggled.set(element, { isOpen: isOpen(element), said });
}

/** Notes what the page's own elements hold. */
export function noteIgnored(host: Element): void {
  for (const element of host.querySelectorAll('[lv-ignore]'))
    ignored.set(element, ignoredOf(element));
}

/** What a region shows, and what it is to show beside a fresh one. */
export function compare(host: Element, fresh: Element): { shown: string; expected: string } {
  adopt(host, fresh);
  return {
    shown: written(undamaged(host)) + states(host, stateOf) + shadows(host),
    expected: written(undamaged(fresh)) + expectedStates(host, fresh) + shadows(fresh),
  };
}

/** Brings a fresh region to what the visitor and the page's scripts have changed. */
function adopt(host: Element, fresh: Element): void {
  // First what holds others, so that these are told apart by their order.
  for (const [element, other] of pairs(host, fresh, '[lv-ignore]')) {
    const names = other.getAttribute('lv-ignore')!.split(' ').filter(Boolean);
    if ((ignored.get(element) ?? ignoredOf(element)) !== ignoredOf(element)) continue;
    if (names.length === 0) other.replaceChildren(...element.cloneNode(true).childNodes);
    for (const name of names) {
      const value = element.getAttribute(name);
      if (value === null) other.removeAttribute(name);
      else other.setAttribute(name, value);
    }
  }
  for (const [element, other] of pairs(host, fresh, openTags)) {
    const said = isOpen(other);
    saidOpen.set(element, said);
    const toggle = toggled.get(element);
    if (!toggle) continue;
    if (toggle.said === said) other.toggleAttribute('open', toggle.isOpen);
    else toggled.delete(element);
  }
  for (const [field, other] of pairs(host, fresh, fieldTags)) {
    const entry = entered.get(field);
    // JSX at run time has made another field of it, which may show what was entered in the one before, until an answer
    // settles that.
    const isAnother = entry?.name !== other.getAttribute('name') || other.hasAttribute('lv-input');
    if (entry && isAnother)
      if (stateOf(field) === stateOf(other)) entered.delete(field);
      else keepEntry(field);
    const state = entered.get(field)?.state;
    if (state !== undefined && other.matches('[contenteditable]')) other.textContent = state;
  }
}

const ignoredOf = (element: Element): string => {
  const names = element.getAttribute('lv-ignore')!.split(' ').filter(Boolean);
  return names.length > 0
    ? names.map((name) => element.getAttribute(name)).join()
    : element.innerHTML;
};

function pairs(host: Element, fresh: Element, selector: string): [Element, Element][] {
  const others = [...fresh.querySelectorAll(selector)];
  return Array.from(
    host.querySelectorAll(selector),
    (element, i) => [element, others[i]!] as [Element, Element],
  ).filter(([, other]) => other);
}

/** What a field shows. */
export function stateOf(element: Element): string {
  if (element instanceof HTMLSelectElement)
    return Array.from(element.options, ({ selected }) => selected).join();
  if (element instanceof HTMLInputElement && element.type === 'checkbox')
    return `${element.checked}`;
  return (element as HTMLInputElement).value ?? element.textContent;
}

/** Whether a field shows what the server says. */
export function showsDefault(field: Element): boolean {
  if (field instanceof HTMLSelectElement)
    return Array.from(field.options).every((each) => each.selected === each.defaultSelected);
  const { type, checked, defaultChecked, value, defaultValue } = field as HTMLInputElement;
  return type === 'checkbox'
    ? checked === defaultChecked
    : value !== undefined && value === defaultValue;
}

const states = (host: Element, state: (field: Element) => string): string =>
  Array.from(
    host.querySelectorAll(fieldTags),
    (field) => `${field.localName} shows ${JSON.stringify(state(field))}\n`,
  ).join('');

function expectedStates(host: Element, fresh: Element): string {
  const known = new Map(pairs(host, fresh, fieldTags).map(([field, other]) => [other, field]));
  return states(fresh, (other) => entered.get(known.get(other)!)?.state ?? stateOf(other));
}

const shadows = (host: Element): string =>
  Array.from(host.querySelectorAll(':not([lv-ignore=""] *)'), ({ localName, shadowRoot }) =>
    shadowRoot ? `in the shadow of ${localName}:\n${canonicalDom(shadowRoot)}` : '',
  ).join('');

/** What a region shows, and to which language its drawings and formulas belong. */
const written = (host: Element): string =>
  canonicalDom(host) +
  Array.from(
    host.querySelectorAll(
      ':is(svg, math), :is(svg, math) :not(skerry-holder, skerry-slot, skerry-end)',
    ),
    ({ localName, namespaceURI }) => `${localName} of ${namespaceURI}\n`,
  ).join('');

/** A region without what damage has added. */
function undamaged(host: Element): Element {
  if (!host.querySelector('font, [data-added]')) return host;
  const copy = host.cloneNode(true) as Element;
  for (const added of copy.querySelectorAll('[data-added]')) added.remove();
  for (const font of copy.querySelectorAll('font')) font.replaceWith(...font.childNodes);
  return copy;
}
