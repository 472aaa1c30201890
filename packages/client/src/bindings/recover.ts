import { renewEvent, updateEvent } from '@skerry/wire';

import type { Core } from './bindings.js';

// Forms answer to the names of their fields first.
const { querySelectorAll } = Element.prototype;

/**
 * For forms with lists that `form()` has made: tells a region that is mounted again what is in their rows, before its tree, which
 * has no rows but its own, takes their place. The event is an edit that edits nothing, so it checks the form and submits nothing.
 */
export function listen({ addListeners, raiseAt, sendFields, signal, valuesOf }: Core): void {
  /** The hosts whose regions have been live. Before that, nobody has added a row. */
  const known = new WeakSet<EventTarget>();
  addListeners(document, updateEvent, signal, ({ target }) => known.add(target!));
  addListeners(document, renewEvent, signal, (event: Event) => {
    const host = event.target as Element;
    if (!known.has(host)) return;
    const buttons = host.querySelectorAll<HTMLButtonElement>('[lv-form] [name=_list]');
    const submitters = new Map(Array.from(buttons, (button) => [button.form!, button]));
    for (const [form, submitter] of submitters)
      raiseAt(form, 'submit', event, (binding) => {
        const invalid = querySelectorAll.call(form, '[aria-invalid=true]');
        const _target = Array.from(invalid, (field) => (field as HTMLInputElement).name);
        const values = { ...valuesOf(form), _list: '', _target };
        const fields = Reflect.get(HTMLFormElement.prototype, 'elements', form);
        sendFields({ ...binding, submitter }, values, fields as Iterable<HTMLInputElement>);
      });
  });
}
