import type { SkerryError } from '../../core/errors.js';
import type { Limits } from '../../core/limits.js';
import type { LiveContext } from '../author/contexts.js';
import { own } from './entries/entries.js';
import type { FormState } from './form-state.js';

/** The member of a payload that names one of several forms. */
export const formKey = '_key';

/** The turn behind the `live` of a handler, with the members that forms need beside the author's. */
export interface FormTurn extends LiveContext<any> {
  /** The name of the view. */
  readonly viewName: string;
  readonly limits: Limits;
  /** Warns of a mistake of the app, in development. */
  warn(mistake: SkerryError): void;
}

type Forms = Readonly<Record<string, FormState>>;

/** The place of a form in the state of a view: a member, or one of the forms that a member holds by key. */
export class FormPlace {
  constructor(
    readonly live: FormTurn,
    readonly member: string,
    /** The key that the payload names. A visitor may have made it up. */
    readonly named: unknown,
  ) {}

  /** The key of the form, if the member holds several. */
  get key(): string | undefined {
    const isKey = typeof this.named === 'string' || typeof this.named === 'number';
    return isKey && !isForm(this.#held) ? String(this.named) : undefined;
  }

  /** The form; `undefined` if there is none any more. */
  get state(): FormState | undefined {
    const held = this.#held;
    if (held === undefined || isForm(held)) return held;
    return this.key === undefined ? undefined : own(held, this.key);
  }

  set state(state: FormState) {
    const { key } = this;
    const value = key === undefined ? state : { ...(this.#held as Forms), [key]: state };
    this.live.assign({ [this.member]: value });
  }

  get #held(): FormState | Forms | undefined {
    return this.live.state[this.member] as FormState | Forms | undefined;
  }
}

/** Forms by key have a form where a form has its id, if anything. */
const isForm = (held: FormState | Forms | undefined): held is FormState =>
  typeof held?.['id'] === 'string';
