import { announceEvent, type UpdateMeta } from '@skerry/wire';

import { isRedirect, type Redirect, redirect } from '../../core/deny.js';
import { describe } from '../../core/describe.js';
import { fail } from '../../core/errors.js';
import { findNotPlain } from '../../core/plain-data.js';

/** The part of a turn that stages what goes to its page: events, titles, redirects, the answer. */
export abstract class PageEffects {
  /** The effects that go with the next update. */
  protected meta: UpdateMeta | undefined;
  protected isInvalid: true | undefined;
  #answer: unknown;

  /** Returns true, and reports the call, if the turn is over. */
  protected abstract isOver(call: string): boolean;

  abstract readonly handler: string;
  abstract readonly viewName: string;

  emit(name: string, payload: unknown = null): void {
    if (this.isOver('emit')) return;
    this.#checkText('emit', 'name', name);
    this.#checkPayload(`live.emit(${JSON.stringify(name)})`, 'payload', payload);
    this.#stageEvent(name, payload);
  }

  announce(text: string): void {
    if (this.isOver('announce')) return;
    this.#checkText('announce', 'text', text);
    this.#stageEvent(announceEvent, text);
  }

  reply(value: unknown): void {
    if (this.isOver('reply')) return;
    if (value !== undefined) this.#checkPayload('live.reply()', 'value', value);
    this.#answer = value;
  }

  redirect(to: string | Redirect): void {
    if (!this.isOver('redirect')) this.leaveFor(isRedirect(to) ? to : redirect(to));
  }

  /** Stages a redirect, which the handler may have returned or thrown. */
  leaveFor({ to }: Pick<Redirect, 'to'>): void {
    (this.meta ??= {}).to = to;
  }

  title(text: string): void {
    if (this.isOver('title')) return;
    this.#checkText('title', 'text', text);
    (this.meta ??= {}).t = text;
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
  #stageEvent(name: string, payload: unknown): void {
    const meta = (this.meta ??= {});
    (meta.e ??= []).push([name, payload]);
  }

  /** In production too: what cannot be sent would end the region, and what JSON changes would reach the page as something else. */
  #checkPayload(call: string, path: string, payload: unknown): void {
    const found = findNotPlain(payload, path);
    const { viewName: view, handler } = this;
    if (found) throw fail('payload-not-serialisable', { view, handler, call, ...found });
  }

  #checkText(call: string, what: string, text: unknown): void {
    if (typeof text === 'string' && (text || what !== 'name')) return;
    const { viewName: view, handler } = this;
    const value = text === '' ? 'an empty text' : describe(text);
    throw fail('not-text', { view, handler, call: `live.${call}()`, what, value });
  }
}
