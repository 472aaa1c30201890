import type { RegionHandle } from './region-handle.js';

/**
 * Passes the focus on when an update takes away the element that has it. Otherwise somebody who uses the keyboard would begin at the
 * top of the page again.
 */

// Forms answer to the names of their fields first, and the document to those of its forms and images.
const { getAttribute, hasAttribute, setAttribute, removeAttribute } = Element.prototype;
const { querySelectorAll, checkVisibility, matches } = Element.prototype;
const readNode = <K extends keyof Node>(node: Node, key: K): Node[K] =>
  Reflect.get(Node.prototype, key, node) as Node[K];
const focused = (): Element | null =>
  Reflect.get(Document.prototype, 'activeElement', document) as Element | null;
const body = (): Element => Reflect.get(Document.prototype, 'body', document) as Element;

/** A level of the page around the focus: the element that has it, or one around that. */
interface Level {
  node: Node;
  parent: Node;
  /** The nodes before, nearest first. What follows those that stay is in the place of what had the focus. */
  before: Node[];
}

/** So many nodes before the focus may go together with it. */
const maxBefore = 20;

/** Notes the focus in a region before an update. @returns a function that passes it on if the update has taken its element away */
export function holdFocus({ host }: RegionHandle): (() => void) | undefined {
  const active = focused();
  if (!active || active === host || !Node.prototype.contains.call(host, active)) return undefined;
  // A button that is disabled until an answer gets it back then.
  if (matches.call(active, ':disabled')) return undefined;
  const levels: Level[] = [];
  for (let node: Node = active; node !== host; node = levels.at(-1)!.parent)
    levels.push({ node, parent: readNode(node, 'parentNode')!, before: nodesBefore(node) });
  return () => {
    // Otherwise the page's own code, or the browser, has given it to another.
    const isFree = [active, body()].includes(focused()!);
    if (isFree && !mayKeep(active) && !levels.some((level) => passOn(level, active)))
      focusStart(host);
  };
}

/** Returns false if an update has removed, hidden or disabled an element. Browsers take its focus when they draw the page. */
const mayKeep = (element: Element): boolean =>
  readNode(element, 'isConnected') &&
  !matches.call(element, ':disabled,[inert] *,[inert]') &&
  checkVisibility.call(element, { visibilityProperty: true });

function nodesBefore(node: Node): Node[] {
  const before: Node[] = [];
  let each: Node | null = node;
  while (before.length < maxBefore && (each = readNode(each, 'previousSibling'))) before.push(each);
  return before;
}

/** Gives the focus to what took its place, or follows there; else to what is before it. @returns true if something has it */
function passOn({ node, parent, before }: Level, active: Element): boolean {
  if (!readNode(parent, 'isConnected')) return false;
  const same =
    node instanceof Element ? focusableIn(node).filter((each) => doSame(each, active)) : [];
  const lost = { active, index: same.indexOf(active) };
  const last = before.find((node) => readNode(node, 'parentNode') === parent);
  const next = last ? readNode(last, 'nextSibling') : readNode(parent, 'firstChild');
  return focusAmong(next, 'nextSibling', lost) || focusAmong(last, 'previousSibling', lost);
}

function focusAmong(
  from: Node | null | undefined,
  step: 'nextSibling' | 'previousSibling',
  lost: LostFocus,
): boolean {
  for (let node = from; node; node = readNode(node, step))
    if (node instanceof Element && focusIn(node, lost)) return true;
  return false;
}

const focusable =
  'a[href],area[href],button,input,select,textarea,summary,iframe,[controls],[contenteditable],[tabindex]';

/** What had the focus, and its index among those that do the same in its row. */
interface LostFocus {
  active: Element;
  index: number;
}

const focusableIn = (element: Element): Element[] =>
  [element, ...querySelectorAll.call(element, focusable)].filter(
    (each) => (each as HTMLElement).tabIndex >= 0,
  );

/** Focuses an element, or one in it: the one that does the same in another row, else the first. */
function focusIn(element: Element, { active, index }: LostFocus): boolean {
  const all = focusableIn(element);
  const same = all.filter((each) => doSame(each, active));
  return [...same.slice(index, index + 1), ...same, ...all].some(
    (each) => each !== active && takesFocus(each),
  );
}

/** Focuses an element. Those that are disabled, hidden or inert do not take it. */
function takesFocus(element: Element): boolean {
  const { focus } = Object.getPrototypeOf(element) as Partial<HTMLElement>;
  focus?.call(element as HTMLElement);
  return focused() === element;
}

/** Returns true if two elements are bound to the same event. */
function doSame(a: Element, b: Element): boolean {
  const event = eventOf(a);
  return event !== undefined && event === eventOf(b);
}

/** The event of a button: its binding, or what it submits, without the number of its row. */
function eventOf(element: Element): string | undefined {
  const event = getAttribute.call(element, 'lv-click')?.split(/[ ?]/, 1)[0];
  const value = element.localName === 'button' && getAttribute.call(element, 'value');
  return event ?? (value ? value.replace(/\d+/g, '') : undefined);
}

/** Lets a region be read from its beginning, since nothing in it takes the focus: its first box has it until the visitor moves on. */
function focusStart(host: Element): void {
  const boxes = [...querySelectorAll.call(host, '*'), ...elementsAround(host)];
  const box = boxes.find((each) => checkVisibility.call(each));
  if (!box) return;
  if (!hasAttribute.call(box, 'tabindex')) {
    setAttribute.call(box, 'tabindex', '-1');
    const leave = () => removeAttribute.call(box, 'tabindex');
    EventTarget.prototype.addEventListener.call(box, 'blur', leave, { once: true });
  }
  takesFocus(box);
}

/** The elements around a host, which has no box itself. */
function elementsAround(host: Element): Element[] {
  const around: Element[] = [];
  let each: Element | null = host;
  while ((each = readNode(each, 'parentElement')) && each !== body()) around.push(each);
  return around;
}
