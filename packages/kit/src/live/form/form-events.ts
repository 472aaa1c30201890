import { fail } from '../../core/errors.js';
import { chain } from '../../core/now-or-later.js';
import { type Check, type CheckedForm, checkPayload } from './check-form.js';
import { changesIn } from './entries/changes.js';
import { listButton } from './entries/edit-list.js';
import { own } from './entries/entries.js';
import { nameAt } from './entries/issues.js';
import { isWithin, parseName } from './entries/names.js';
import type { FormPlace } from './form-place.js';
import { freshForm, type FormState, invalidNames } from './form-state.js';

/** The name of the buttons that a form declares. */
export const formButton = '_button';

/** A form as its events use it. */
export interface HandledForm extends CheckedForm {
  readonly buttons: readonly string[];
  start(values: unknown, options: { id: string }): FormState;
  /** Tells whether a field was ever on a page. */
  isRendered(name: string): boolean;
  /** Returns true the first time that it is called with this text. */
  isNews(text: string): boolean;
}

type Payload = Readonly<Record<string, unknown>>;

/** The form of an event, as its handler sees it. */
export class EventForm {
  readonly #form: HandledForm;
  readonly #place: FormPlace;
  readonly #payload: Payload;
  readonly #output: unknown;
  readonly #last: FormState;

  constructor(form: HandledForm, place: FormPlace, payload: Payload, output?: unknown) {
    this.#form = form;
    this.#place = place;
    this.#payload = payload;
    this.#output = output;
    this.#last = place.state as FormState; // seam: the handler of an event runs only where its form is
  }

  get key(): string | undefined {
    return this.#place.key;
  }

  get button(): string | undefined {
    return this.#form.buttons.find((name) => name === own(this.#payload, formButton));
  }

  get changes(): Record<string, unknown> {
    return changesIn(this.#form, this.#state, this.#output);
  }

  get valid(): boolean {
    return invalidNames(this.#state).length === 0;
  }

  error(...[field, text]: [message: string] | [field: string, message: string]): void {
    if (!this.#place.state) return;
    const state = this.#state;
    const path = text === undefined ? [] : (parseName(field) ?? []);
    const name = nameAt(this.#form.shape, state.entries, path);
    const messages = [...(own(state.given, name) ?? []), text ?? field];
    this.#place.state = { ...state, given: { ...state.given, [name]: messages } };
    this.#place.live.invalid();
  }

  reset(values?: unknown): void {
    if (!this.#place.state) return;
    const { initial, id } = this.#state;
    this.#place.state =
      values === undefined ? freshForm(initial, id) : this.#form.start(values, { id });
    this.#place.live.resetForm();
  }

  /** Its state; the last one, if the handler has removed it. */
  get #state(): FormState {
    return this.#place.state ?? this.#last;
  }
}

/** Handles an event that checks a form without submitting it. */
export const handleCheck = (
  form: HandledForm,
  place: FormPlace,
  payload: Payload,
  then: (form: EventForm) => unknown = () => undefined,
): unknown =>
  check(form, place, payload, {}, ({ state }) => {
    place.state = state;
    return then(new EventForm(form, place, payload));
  });

/** Handles an event that submits a form: only a valid one goes to its handler. A button that edits a list submits nothing. */
export function handleSubmit(
  form: HandledForm,
  place: FormPlace,
  payload: Payload,
  then: (value: unknown, form: EventForm) => unknown,
): unknown {
  if (own(payload, listButton) !== undefined) return handleCheck(form, place, payload);
  const begin = { isSubmitted: true, added: {}, given: {} };
  return check(form, place, payload, begin, ({ state, output }) => {
    place.state = state;
    if (output) return then(output.value, new EventForm(form, place, payload, output.value));
    place.live.invalid();
    return warnOfHidden(form, place, payload);
  });
}

/** Handles an event that submits some fields of a form, as one step of several. */
export function handleStep(
  form: HandledForm,
  place: FormPlace,
  payload: Payload,
  fields: readonly string[],
  then: (form: EventForm) => unknown,
): unknown {
  if (own(payload, listButton) !== undefined) return handleCheck(form, place, payload);
  return check(form, place, payload, { given: {} }, ({ state }) => {
    const invalid = invalidNames(state).filter((name) =>
      fields.some((field) => isWithin(name, field)),
    );
    const used = { ...state.used };
    for (const name of invalid) used[name] = true;
    place.state = { ...state, used };
    return invalid.length === 0 ? then(new EventForm(form, place, payload)) : place.live.invalid();
  });
}

/** Checks the form of an event, if there is one; `begin` are members of its state to start with. */
function check(
  form: HandledForm,
  place: FormPlace,
  payload: Payload,
  begin: Partial<FormState>,
  then: (check: Check) => unknown,
): unknown {
  const before = place.state;
  if (!before) return undefined;
  const { maxFormRows } = place.live.limits;
  return chain(checkPayload(form, { ...before, ...begin }, payload, maxFormRows), then);
}

/** Warns, in development, of errors of fields that no page has ever had: no visitor can see or mend them. */
function warnOfHidden(
  form: HandledForm,
  { live, member, state }: FormPlace,
  payload: Payload,
): void {
  for (const field of Object.keys(state?.found ?? {})) {
    const isSent = Object.keys(payload).some((name) => isWithin(name, field));
    if (field === '' || isSent || form.isRendered(field)) continue;
    const view = live.viewName;
    if (form.isNews(`${view} ${member} ${field}`))
      live.warn(fail('field-not-rendered', { view, form: member, field }));
  }
}
