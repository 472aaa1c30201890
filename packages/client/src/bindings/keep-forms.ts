import { type Refusal, refusedEvent, updateEvent } from '@skerry/wire';

import type { Core } from './bindings.js';

/** What a field shows: its name, with its value if it is ticked; and its tick, its chosen options or its text. */
type Shown = [key: string, content: boolean | string[] | string];

/** A form of the page before: its binding, its place among those with the same, and what was in it without secrets. */
type Kept = [binding: string, index: number, content: Record<string, unknown> | Shown[]];

type Field = HTMLInputElement & Partial<Pick<HTMLSelectElement, 'options' | 'selectedOptions'>>;

// Forms answer to the names of their fields first.
const { getAttribute, matches, querySelectorAll } = Element.prototype;

const formsWith = (binding: string): HTMLFormElement[] =>
  [...document.querySelectorAll<HTMLFormElement>('form[lv-form]')].filter(
    (form) => getAttribute.call(form, 'lv-submit') === binding,
  );

const secrets = '[data-secret],[type=password]';
const fieldsOf = (form: HTMLFormElement): Field[] =>
  [...(Reflect.get(HTMLFormElement.prototype, 'elements', form) as Iterable<Field>)].filter(
    (field) => !matches.call(field, `button,[type=hidden],[type=file],${secrets}`),
  );

const shownBy = ({ name, type, value, checked, selectedOptions }: Field): Shown =>
  /radio|checkbox/.test(type)
    ? [`${name}\n${value}`, checked]
    : [name, selectedOptions ? Array.from(selectedOptions, (option) => option.value) : value];

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
 * For forms that `form()` has made: keeps what is in them while a page of an older build is loaded again, since browsers may not give it
 * back, and know nothing of rows.
 */
export function listen({ addListeners, raiseAt, sendFields, signal, valuesOf }: Core): void {
  const [path, ...kept] = takeKept();
  addListeners(document, refusedEvent, signal, ({ detail }: CustomEvent<Refusal>) => {
    // Another session is perhaps of somebody else.
    if (detail.code !== 'stale' || !/another build/.test(detail.reason)) return;
    const forms = [...document.querySelectorAll<HTMLFormElement>('form[lv-form][lv-submit]')];
    const all = forms.map((form): Kept => {
      const binding = getAttribute.call(form, 'lv-submit')!;
      return [binding, formsWith(binding).indexOf(form), contentOfForm(form)];
    });
    sessionStorage.skerryForms = JSON.stringify([location.pathname, ...all]);
  });
  addListeners(document, updateEvent, signal, (event: Event) => {
    for (const each of path === location.pathname ? [...kept] : []) {
      const [binding, index, content] = each;
      const form = formsWith(binding)[index];
      if (!form || !(event.target as Element).contains(form)) continue;
      kept.splice(kept.indexOf(each), 1);
      if (Array.isArray(content)) fill(form, content);
      else sendRows(form, content, event);
    }
  });

  function contentOfForm(form: HTMLFormElement): Kept[2] {
    if (!listButton(form)) return fieldsOf(form).map(shownBy);
    const values = valuesOf(form) as Record<string, unknown>;
    for (const secret of querySelectorAll.call(form, secrets))
      delete values[(secret as HTMLInputElement).name];
    return values;
  }

  /** Tells the server of rows. The event is an edit that edits nothing. */
  function sendRows(form: HTMLFormElement, values: Record<string, unknown>, event: Event): void {
    const submitter = listButton(form);
    if (!submitter) return;
    raiseAt(form, 'submit', event, (bound) =>
      sendFields({ ...bound, submitter }, { ...values, _list: '' }, []),
    );
  }
}

const listButton = (form: HTMLFormElement): HTMLElement | undefined =>
  querySelectorAll.call(form, '[name=_list]')[0] as HTMLElement | undefined;

/** Fills fields as the visitor had done. Those of the new build may have another kind, order or options. */
function fill(form: HTMLFormElement, content: Shown[]): void {
  for (const field of fieldsOf(form)) {
    const own = shownBy(field);
    const [, shown] = content.find(([key]) => key === own[0])?.splice(0) ?? own;
    if (`${shown}` === `${own[1]}`) continue;
    if (typeof shown === 'boolean') field.checked = shown;
    else if (field.options)
      for (const option of field.options) option.selected = [shown].flat().includes(option.value);
    else field.value = `${shown}`;
    field.dispatchEvent(new Event('input', { bubbles: true }));
  }
}
