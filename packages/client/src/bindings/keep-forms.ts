import { type Refusal, refusedEvent, updateEvent } from '@skerry/wire';

import type { Core } from './bindings.js';

/** A form of the page before: its binding, its place among those with the same, and its values without secrets. */
type Kept = [binding: string, index: number, values: Record<string, unknown>];

// Forms answer to the names of their fields first.
const { getAttribute, querySelectorAll } = Element.prototype;

const formsWith = (binding: string): HTMLFormElement[] =>
  [...document.querySelectorAll<HTMLFormElement>('form[lv-form]')].filter(
    (form) => getAttribute.call(form, 'lv-submit') === binding,
  );

/** Takes what the page before has kept: its path, and its forms. */
function takeKept(): [path?: string, ...forms: Kept[]] {
  try {
    const { skerryForms = '[]' } = sessionStorage;
    delete sessionStorage.skerryForms;
    return JSON.parse(skerryForms) as [string?, ...Kept[]];
  } catch {
    // A page in a frame may have no storage.
    return [];
  }
}

/**
 * For forms with lists that `form()` has made: keeps what is in them while a page of an older build is loaded again, since browsers
 * give fields back and no rows. The event is an edit that edits nothing.
 */
export function listen({ addListeners, raiseAt, sendFields, signal, valuesOf }: Core): void {
  const [path, ...kept] = takeKept();
  addListeners(document, refusedEvent, signal, ({ detail }: CustomEvent<Refusal>) => {
    // Another session is perhaps of somebody else.
    if (detail.code !== 'stale' || !/another build/.test(detail.reason)) return;
    const buttons = document.querySelectorAll<HTMLButtonElement>('[lv-form] [name=_list]');
    const forms = [...new Set(Array.from(buttons, ({ form }) => form!))].map((form): Kept => {
      const values = valuesOf(form) as Record<string, unknown>;
      for (const secret of querySelectorAll.call(form, '[data-secret],[type=password]'))
        delete values[(secret as HTMLInputElement).name];
      const binding = getAttribute.call(form, 'lv-submit')!;
      return [binding, formsWith(binding).indexOf(form), values];
    });
    sessionStorage.skerryForms = JSON.stringify([location.pathname, ...forms]);
  });
  addListeners(document, updateEvent, signal, (event: Event) => {
    for (const each of path === location.pathname ? [...kept] : []) {
      const [binding, index, values] = each;
      const form = formsWith(binding)[index];
      const [submitter] = form ? querySelectorAll.call(form, '[name=_list]') : [];
      if (!submitter || !(event.target as Element).contains(form!)) continue;
      kept.splice(kept.indexOf(each), 1);
      const value = { ...values, _list: '' };
      raiseAt(form!, 'submit', event, (bound) =>
        sendFields({ ...bound, submitter: submitter as HTMLElement }, value, []),
      );
    }
  });
}
