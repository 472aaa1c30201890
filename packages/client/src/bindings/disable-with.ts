import { optionOf, type Take } from './bindings.js';

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

/** @returns a function that undoes it; the nodes are the same as before, so that updates find their places */
function disable(button: HTMLButtonElement, text: string): () => void {
  const hasFocus = document.activeElement === button;
  const nodes = document.createDocumentFragment();
  nodes.append(...button.childNodes);
  button.append(text || nodes.textContent!);
  button.disabled = true;
  return () => {
    button.replaceChildren(nodes);
    button.disabled = false;
    // A disabled button loses the focus.
    if (hasFocus && document.activeElement === document.body) button.focus();
  };
}
