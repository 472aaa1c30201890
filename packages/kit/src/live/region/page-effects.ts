import { announceEvent, type UpdateMeta } from '@skerry/wire';

import { isRedirect, type Redirect, redirect } from '../../core/deny.js';

/** The part of a turn that stages what goes to its page: events, titles, redirects, the answer. */
export abstract class PageEffects {
  /** The effects that go with the next update. */
  protected meta: UpdateMeta | undefined;
  protected isInvalid: true | undefined;
  #answer: unknown;

  /** Returns true, and reports the call, if the turn is over. */
  protected abstract isOver(call: string): boolean;

  emit(name: string, payload: unknown = null): void {
    if (this.isOver('emit')) return;
    const meta = (this.meta ??= {});
    (meta.e ??= []).push([name, payload]);
  }

  announce(text: string): void {
    if (this.isOver('announce')) return;
    this.emit(announceEvent, text);
  }

  reply(value: unknown): void {
    if (!this.isOver('reply')) this.#answer = value;
  }

  redirect(to: string | Redirect): void {
    if (!this.isOver('redirect')) this.leaveFor(isRedirect(to) ? to : redirect(to));
  }

  /** Stages a redirect, which the handler may have returned or thrown. */
  leaveFor({ to }: Pick<Redirect, 'to'>): void {
    (this.meta ??= {}).to = to;
  }

  title(text: string): void {
    if (!this.isOver('title')) (this.meta ??= {}).t = text;
  }

  resetForm(): void {
    if (!this.isOver('resetForm')) (this.meta ??= {}).reset = true;
  }

  invalid(): void {
    if (!this.isOver('invalid')) this.isInvalid = true;
  }

  /** The answer of the handler. */
  get answer(): unknown {
    return this.#answer;
  }
}
