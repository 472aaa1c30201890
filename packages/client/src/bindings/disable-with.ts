import type { Take } from './bindings.js';
import { optionOf } from './options.js';

/** `lv-disable-with` disables a button until the answer, with another text. */
export const take: Take = (event, next, { queue }) => {
  const text = optionOf(event, 'disable-with');
  const button = (event.submitter ?? event.element) as HTMLButtonElement;
  if (text === undefined) return next();
  const { settle } = event;
  let enable = (): void => {};
  event.settle = (...outcome) => {
    enable();
    settle?.(...outcome);
  };
  next();
  if (queue.includes(event)) enable = disable(button, text);
};

/** @returns a function that undoes it. Text that an update has changed meanwhile stays */
function disable(button: HTMLButtonElement, text: string): () => void {
  const hasFocus = document.activeElement === button;
  const texts = document.createTreeWalker(button, NodeFilter.SHOW_TEXT);
  const undo: (() => void)[] = [];
  let shown = text;
  while (texts.nextNode()) {
    const node = texts.currentNode as Text;
    const { data } = node;
    const other = text ? shown : data;
    node.data = other;
    undo.push(() => void (node.data === other && (node.data = data)));
    shown = '';
  }
  button.disabled = true;
  return () => {
    undo.forEach((each) => each());
    button.disabled = false;
    // A disabled button loses the focus.
    if (hasFocus && document.activeElement === document.body) button.focus();
  };
}
