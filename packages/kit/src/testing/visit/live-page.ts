import {
  type ClientMessage,
  isRecord,
  readBinding,
  readServerFrame,
  regionIdPrefix,
  regionTag,
  type ServerMessage,
  skerry1,
  tokenAttribute,
  topicPrefix,
  writeClientFrame,
} from '@skerry/wire';

import { type App, liveServerOf } from '../../app/app.js';
import type { Connection } from '../../channel/connection.js';
import type { LiveServer } from '../../channel/live-server.js';
import { closeCodes } from '../../channel/transport/close-reason.js';
import { LiveTestError, type TestElement } from '../dom.js';
import { freshHtml } from '../fresh.js';
import { withValues } from '../payload.js';
import { ServedPage } from './served-page.js';
import { fieldsOf, formOf } from './submission.js';

/** A page of an app in the test's own process whose regions have joined: events go over a connection, as with script. */
export class LivePage extends ServedPage {
  readonly #live: LiveServer;
  #connection: Connection | undefined;
  /** The channel of each region, by its id. */
  #channels = new Map<string, number>();
  #last = 0;
  readonly #answers = new Map<string, (message: ServerMessage) => void>();
  #redirect: string | undefined;

  constructor(app: App) {
    super(app);
    this.#live = liveServerOf(app);
  }

  override async openPage(path: string): Promise<void> {
    await super.openPage(path);
    await this.#join();
  }

  override async fillField(label: string, value: string): Promise<void> {
    await super.fillField(label, value);
    await this.#change();
  }

  override async checkField(label: string, isChecked: boolean): Promise<void> {
    await super.checkField(label, isChecked);
    await this.#change();
  }

  override async chooseOptions(label: string, names: readonly string[]): Promise<void> {
    await super.chooseOptions(label, names);
    await this.#change();
  }

  override async leavePage(): Promise<void> {
    this.#connection?.onClosed(goingAway, '');
    this.#connection = undefined;
    this.#channels.clear();
  }

  protected override async pressButton(button: TestElement): Promise<void> {
    const bound = button.closest('[lv-click]');
    if (bound) {
      const value = bound.getAttribute('value');
      return this.#raise(bound, 'click', value === undefined ? null : { value });
    }
    const form = formOf(this.root, button);
    if (form?.hasAttribute('lv-submit') && button.getAttribute('type') !== 'button') {
      await this.#raise(form, 'submit', this.#valuesOf(form, button));
      return this.forgetEntries();
    }
    await super.pressButton(button);
    await this.#join();
  }

  /** Raises the events of the field that was changed last. */
  async #change(): Promise<void> {
    const [field] = [...this.entries.keys()].slice(-1) as [TestElement];
    const form = formOf(this.root, field);
    for (const type of ['input', 'change']) {
      if (field.hasAttribute(`lv-${type}`))
        await this.#raise(field, type, {
          [field.getAttribute('name') ?? 'value']: this.entries.get(field),
        });
      else if (form?.hasAttribute(`lv-${type}`)) {
        const target = form.hasAttribute('lv-form') ? { _target: field.getAttribute('name') } : {};
        await this.#raise(form, type, { ...this.#valuesOf(form), ...target });
      }
    }
  }

  #valuesOf(form: TestElement, submitter?: TestElement): Record<string, unknown> {
    const values: Record<string, unknown> = {};
    for (const [name, value] of fieldsOf(this.root, form, this.entries, submitter))
      if (!name.startsWith('_skerry'))
        values[name] = name in values ? [values[name], value].flat() : value;
    return values;
  }

  /** Sends the event to which an element is bound, and waits until the page is at rest. */
  async #raise(element: TestElement, type: string, own: unknown): Promise<void> {
    const host = element.closest(regionTag);
    const channel = this.#channels.get(idOf(host));
    if (!host || channel === undefined)
      throw new LiveTestError(
        `Nobody takes ${type} of <${element.rawTagName}>: no region is around it.`,
      );
    const { event, json } = readBinding(element.getAttribute(`lv-${type}`) ?? '');
    const extra: unknown = json === '' ? undefined : JSON.parse(json);
    const value =
      type !== 'click' && isRecord(own) ? { ...own, ...(extra as object) } : (extra ?? own);
    const ref = ++this.#last;
    await this.#ask({
      kind: 'event',
      address: { channel, joinRef: null },
      ref,
      payload: { type, event, value: withValues(element, value), seq: ref },
    });
    await this.#refresh();
  }

  /** Joins the regions of the page. */
  async #join(): Promise<void> {
    await this.leavePage();
    const { known } = this.#live.sessions.read(this.cookie, false);
    const hosts = this.root.querySelectorAll(regionTag);
    if (!known || hosts.length === 0) return;
    this.#connection = this.#live.connect(known, skerry1, {
      buffered: 0,
      deliverTo() {},
      send: (text) => this.#receive(readServerFrame(text)),
      close: (reason, message) => this.#connection?.onClosed(closeCodes[reason], message),
      pause() {},
      resume() {},
    });
    for (const [i, host] of hosts.entries()) {
      const id = idOf(host);
      const token = host.getAttribute(tokenAttribute) ?? '';
      this.#channels.set(id, i + 1);
      const payload = { token, have: 0, page: 'test' };
      const address = { channel: i + 1, joinRef: null };
      await this.#ask({ kind: 'join', address, ref: 0, topic: topicPrefix + id, payload });
    }
    await this.#refresh();
  }

  async #ask(message: Exclude<ClientMessage, { kind: 'heartbeat' }>): Promise<void> {
    const key = `${message.address.channel} ${message.ref}`;
    const answer = new Promise<ServerMessage>((resolve) => this.#answers.set(key, resolve));
    const frame = writeClientFrame(message);
    if (this.#connection?.admitFrame(frame.length)) this.#connection.receiveFrame(frame);
    const answered = await answer;
    if (answered.kind === 'refused')
      throw new LiveTestError(`${answered.error.code}: ${answered.error.reason}`);
  }

  #receive(message: ServerMessage): void {
    if ('diff' in message) this.#redirect = message.diff?.to ?? this.#redirect;
    if (!('ref' in message)) return;
    const key = `${message.address.channel} ${message.ref}`;
    this.#answers.get(key)?.(message);
    this.#answers.delete(key);
  }

  /** Waits until nothing is left to do, and shows what the regions show then. */
  async #refresh(): Promise<void> {
    const regions = [...this.#channels.keys()].map((id) => this.#live.find(id));
    do {
      // Messages are handed over in a turn of the event loop of their own.
      await new Promise(setImmediate);
      await new Promise(setImmediate);
    } while (!this.#live.idle || regions.some((region) => region && !region.idle));
    const to = this.#redirect;
    this.#redirect = undefined;
    if (to !== undefined) return this.openPage(to);
    for (const host of this.root.querySelectorAll(regionTag)) {
      const region = this.#live.find(idOf(host));
      if (region) host.set_content(freshHtml(region));
    }
  }
}

/** The code by which a browser says that its page is left (RFC 6455, 7.4.1). */
const goingAway = 1001;

const idOf = (host: TestElement | null): string =>
  host?.getAttribute('id')?.slice(regionIdPrefix.length) ?? '';
