/** What others and the visitor do to a region of the fuzz run. Runs in the browser. */
import { isOpen, noteEntry, noteToggle, showsDefault, stateOf } from './expected.js';

/** What happens to a region before a step. */
export interface Deed {
  /**
   * Others wrap all texts, remove a comment, insert an element. The visitor enters something in a field, opens or closes
   * something, turns to an island, has one show its slots elsewhere and back.
   */
  kind: 'wrap' | 'comment' | 'insert' | 'enter' | 'toggle' | 'turn' | 'fold' | 'none';
  /** To which node, of those that there are. */
  at: number;
}

/** Does it; what the visitor does afterwards is returned. */
export function perform(host: HTMLElement, { kind, at }: Deed): (() => void) | undefined {
  const pick = <E extends Element>(selector: string): E | undefined => {
    const found = [...host.querySelectorAll<E>(selector)];
    return found[at % found.length];
  };
  switch (kind) {
    case 'none':
      return undefined;
    case 'enter':
      return void enter(pick('input, textarea, select, [contenteditable]'), at);
    case 'toggle':
      return void toggle(pick('details, dialog'));
    case 'turn':
      return void pick('skerry-island[on=interaction] .toggle')?.dispatchEvent(
        new FocusEvent('focusin', { bubbles: true }),
      );
    case 'fold':
      return fold(pick('skerry-island'), at % 2 ? '.toggle' : '.wrap');
    default:
      return void damage(host, kind, at);
  }
}

function damage(host: HTMLElement, kind: 'wrap' | 'comment' | 'insert', at: number): void {
  const filter = {
    wrap: NodeFilter.SHOW_TEXT,
    comment: NodeFilter.SHOW_COMMENT,
    insert: NodeFilter.SHOW_ELEMENT,
  };
  const walker = document.createTreeWalker(host, filter[kind]);
  const nodes: ChildNode[] = [];
  while (walker.nextNode()) {
    const node = walker.currentNode as ChildNode;
    if (!isOffLimits(node)) nodes.push(node);
  }
  if (kind === 'wrap') for (const node of nodes) wrap(node);
  const node = nodes[at % nodes.length];
  if (kind === 'comment') node?.remove();
  if (kind === 'insert' && node) {
    const added = document.createElement('aside');
    added.dataset.added = '';
    added.append('added');
    node.after(added);
  }
}

/**
 * What islands have made is theirs to look after, texts in fields are no markup, and the button is the run's own; nothing
 * but text can be in the rest.
 */
const offLimits = 'button, svg, math, textarea, select, [contenteditable], skerry-holder';

function isOffLimits({ parentElement: parent }: ChildNode): boolean {
  return (
    !!parent!.closest(offLimits) ||
    parent!.closest('skerry-island, skerry-slot, skerry-live')!.localName === 'skerry-island'
  );
}

function wrap(node: ChildNode): void {
  const font = document.createElement('font');
  node.replaceWith(font);
  font.append(node);
}

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

/** Enters in a field what the server does not say, and leaves it. */
function enter(field: Field | undefined, at: number): void {
  field?.focus({ preventScroll: true });
  // What is out of sight takes no focus.
  if (!field || document.activeElement !== field) return;
  const before = stateOf(field);
  if (field instanceof HTMLSelectElement) {
    for (const i of [at, at + 1]) {
      const option = field.options[i % field.options.length]!;
      option.selected = !field.multiple || !option.selected;
      if (!showsDefault(field)) break;
    }
  } else if (field.type === 'checkbox') {
    const box = field as HTMLInputElement;
    box.checked = !box.defaultChecked;
  } else if (field.type === 'number') field.value = `${at}`;
  else if (field.isContentEditable) field.textContent = `entered ${at}`;
  else field.value = `entered ${at}`;
  // Nobody enters what is there already.
  if (stateOf(field) === before) return field.blur();
  field.dispatchEvent(new InputEvent('input', { bubbles: true }));
  noteEntry(field);
  field.dispatchEvent(new Event('change', { bubbles: true }));
  field.blur();
}

function toggle(element: HTMLDetailsElement | HTMLDialogElement | undefined): void {
  if (!element) return;
  const before = isOpen(element);
  if (!(element instanceof HTMLDialogElement)) element.open = !before;
  else if (before) element.close();
  else element.show();
  noteToggle(element, before);
}

/** Clicks a button of an island that runs, which shows its slots elsewhere, or not at all; a second click undoes it. */
function fold(island: Element | undefined, selector: string): (() => void) | undefined {
  if (!(island as { show?: unknown } | undefined)?.show) return undefined;
  const button = island!.querySelector<HTMLElement>(selector)!;
  button.click();
  return () => button.click();
}
