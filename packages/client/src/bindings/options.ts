import type { LiveEvent } from '../connection/live-event.js';
import type { RegionHandle } from '../region/region-handle.js';

// Forms answer to the names of their fields first.
const { getAttribute, getAttributeNames } = Element.prototype;

export const attributeOf = (element: Element, name: string): string | null =>
  getAttribute.call(element, name);

export const attributeNamesOf = (element: Element): string[] => getAttributeNames.call(element);

/** The value of an option: behind the name of the event, or an attribute of the element that is bound or that submits. */
export function optionOf(
  {
    options = '',
    element,
    submitter,
    isListEdit,
  }: Pick<LiveEvent, 'options' | 'element' | 'submitter' | 'isListEdit'>,
  name: string,
): string | undefined {
  const own = options
    .slice(1)
    .split('&')
    .find((each) => each.split('=', 1)[0] === name);
  if (own !== undefined) return decodeURIComponent(own.slice(name.length + 1));
  for (const each of isListEdit ? [submitter] : [submitter, element]) {
    const value = each && attributeOf(each, `lv-${name}`);
    if (value != null) return value;
  }
  return undefined;
}

/** The button that has raised an event, if one has. */
export function buttonOf({ submitter, element }: LiveEvent): HTMLButtonElement | undefined {
  const button = (submitter ?? element) as HTMLButtonElement;
  return /^(submit|button|reset|image)$/.test(button.type) ? button : undefined;
}

/** Sends an event, and does something from then until its answer. @param begin returns a function that ends it */
export function untilAnswered(
  event: LiveEvent,
  next: () => void,
  { queue }: RegionHandle,
  begin: () => () => void,
): void {
  const { settle } = event;
  let end: (() => void) | undefined;
  event.settle = (...outcome) => {
    end?.();
    settle?.(...outcome);
  };
  next();
  if (queue.includes(event)) end = begin();
}
