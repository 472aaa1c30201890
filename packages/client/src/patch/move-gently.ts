import { siblings } from './places.js';
import { call, read } from '../unclobbered.js';

/**
 * Moves nodes in browsers without `moveBefore`. Those can only take a node out and put it back, which loses its state. So
 * other nodes move around one that would lose most, and the state that can be restored is restored.
 */

/** Moves siblings. */
export function move(nodes: ChildNode[], parent: Element, before: ChildNode | null): void {
  const first = nodes[0]!;
  const behind = read(nodes.at(-1)!, 'nextSibling');
  const goesUp = before !== null && (call(first, 'compareDocumentPosition', before) & 2) > 0;
  const others = goesUp ? siblings(before, first) : siblings(behind, before);
  const worth = read(first, 'parentNode') === parent ? worthOf(nodes) : 0;
  if (worth > 0 && worth > worthOf(others)) put(others, parent, goesUp ? behind : first);
  else put(nodes, parent, before);
}

const loads = 'iframe,object,embed,:fullscreen';
const shows = ':focus,:modal,:popover-open';

/** Rates the loss if nodes move: state that cannot be restored counts most. */
const worthOf = (nodes: ChildNode[]): number =>
  Math.max(...[loads, shows].map((selector, i) => (find(nodes, selector)[0] ? 2 - i : 0)));

/** Finds the elements that match, among nodes and in them. */
const find = (nodes: ChildNode[], selector: string): HTMLElement[] =>
  nodes
    .filter((node) => node instanceof Element)
    .flatMap((node) => [
      ...(call(node, 'matches', selector) ? [node] : []),
      ...call(node, 'querySelectorAll', selector),
    ]) as HTMLElement[];

/** Takes nodes out and puts them in, with their state. */
function put(nodes: ChildNode[], parent: Element, before: ChildNode | null): void {
  const restore = [noteScroll, noteAnimations, noteTopLayer, noteFocus].map((note) => note(nodes));
  for (const node of nodes) call(parent, 'insertBefore', node, before);
  for (const putBack of restore) putBack();
}

/** Elements that have been scrolled or animated. Asking all nodes would cost a layout for each move. */
const lively = new Set<Element>();
for (const type of ['scroll', 'animationstart'])
  call(document, 'addEventListener', type, noteLively, { capture: true, passive: true });
for (const element of call(document, 'querySelectorAll', '*'))
  if (read(element, 'scrollTop') || read(element, 'scrollLeft')) lively.add(element);
for (const { effect } of call(document, 'getAnimations')) {
  const { target } = effect as KeyframeEffect;
  if (target) lively.add(target);
}

function noteLively({ target }: Event): void {
  if (target instanceof Element) lively.add(target);
}

function livelyIn(nodes: ChildNode[]): Element[] {
  for (const element of lively) if (!read(element, 'isConnected')) lively.delete(element);
  return [...lively].filter((element) => nodes.some((node) => call(node, 'contains', element)));
}

function noteScroll(nodes: ChildNode[]): () => void {
  const positions = livelyIn(nodes).map(
    (element) => [element, read(element, 'scrollLeft'), read(element, 'scrollTop')] as const,
  );
  return () =>
    positions.forEach(([element, left, top]) =>
      Reflect.apply(Element.prototype.scrollTo, element, [{ left, top, behavior: 'instant' }]),
    );
}

/** Animations of style sheets restart when an element is put back: this restores their time. */
function noteAnimations(nodes: ChildNode[]): () => void {
  const running = livelyIn(nodes).map((element) => [element, namedAnimations(element)] as const);
  return () => {
    for (const [element, before] of running)
      for (const [name, { time, animation }] of namedAnimations(element))
        animation.currentTime = before.get(name)?.time ?? time;
  };
}

const namedAnimations = (element: Element) =>
  new Map(
    call(element, 'getAnimations').map((animation) => [
      (animation as CSSAnimation).animationName,
      { animation, time: animation.currentTime },
    ]),
  );

function noteTopLayer(nodes: ChildNode[]): () => void {
  const modals = find(nodes, ':modal:not(:fullscreen)') as HTMLDialogElement[];
  const popovers = find(nodes, ':popover-open');
  return () => {
    for (const dialog of modals) {
      // It is open but no longer modal; `close` would fire the event of a visitor who closes it.
      dialog.open = false;
      dialog.showModal();
    }
    for (const popover of popovers) popover.showPopover();
  };
}

function noteFocus(nodes: ChildNode[]): () => void {
  const active = read(document, 'activeElement') as HTMLElement | null;
  const { anchorNode, anchorOffset, focusNode, focusOffset } = getSelection()!;
  const isInside = (it: Node | null) => nodes.some((node) => call(node, 'contains', it));
  return () => {
    if (isInside(active)) active!.focus({ preventScroll: true });
    // A field keeps its own selection.
    if (isInside(active) && !active!.isContentEditable) return;
    if (anchorNode && focusNode && (isInside(anchorNode) || isInside(focusNode)))
      getSelection()!.setBaseAndExtent(anchorNode, anchorOffset, focusNode, focusOffset);
  };
}
