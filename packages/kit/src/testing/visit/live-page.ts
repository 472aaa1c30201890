import {
  isRecord,
  readBinding,
  regionIdPrefix,
  regionTag,
  type ServerMessage,
  tokenAttribute,
  topicPrefix,
} from '@skerry/wire';

import { type App, liveServerOf } from '../../app/app.js';
import type { LiveServer } from '../../channel/live-server.js';
import type { Refused } from '../../channel/transport/handshake.js';
import { LiveTestError, type TestElement, withValues } from '../dom.js';
import { placedHtml } from '../fresh.js';
import { findControl } from './find.js';
import { keysOf } from './given.js';
import { PageConnection } from './page-connection.js';
import { ServedPage } from './served-page.js';
import { shownText } from './shown-text.js';
import { type Entries, fieldsOf, formOf, isResetter, saidOf } from './submission.js';
import { noQuestion, type Target } from './which.js';

/** A page of an app in the test's own process whose regions have joined: events go over a connection, as with script. */
export class LivePage extends ServedPage {
  readonly #live: LiveServer;
  #connection: PageConnection | undefined;
  #refused: Refused | undefined;
  /** The channel of each region, by its id. */
  #channels = new Map<string, number>();
  #last = 0;
  #redirect: string | undefined;
  /** True if an update since the last event resets its form. */
  #resets = false;

  constructor(app: App) {
    super(app);
    this.#live = liveServerOf(app);
  }

  override async openPage(path: string): Promise<void> {
    await super.openPage(path);
    await this.#join();
  }

  override async declineControl(target: Target): Promise<void> {
    const button = findControl(this.root, target);
    const bound = button.closest('[lv-click]');
    const form = bound ? null : formOf(this.root, button);
    const asks = bound
      ? hasOption(bound, 'click', 'confirm')
      : form?.hasAttribute('lv-submit') && hasOption(form, 'submit', 'confirm', button);
    // A visitor who declines sends nothing.
    if (!asks) throw noQuestion(target);
  }

  /** Shows what has come since the last step. */
  async catchUp(): Promise<void> {
    if (this.#connection) await this.#refresh();
  }

  override async shownText(): Promise<string> {
    return shownText(this.root, true);
  }

  override async leavePage(): Promise<void> {
    await this.#connection?.leave();
    this.#connection = undefined;
    this.#channels.clear();
  }

  protected override async pressButton(button: TestElement): Promise<void> {
    if (isResetter(button)) await super.pressButton(button);
    const bound = button.closest('[lv-click]');
    if (bound) {
      const value = bound.getAttribute('value');
      return this.#raise(bound, 'click', value === undefined ? null : { value });
    }
    if (isResetter(button)) return;
    const form = formOf(this.root, button);
    if (form?.hasAttribute('lv-submit') && button.getAttribute('type') !== 'button')
      return this.#raiseOfForm(form, 'submit', button);
    await super.pressButton(button);
    await this.#join();
  }

  /** Raises the events of a field. */
  protected override async fieldChanged(changed: TestElement): Promise<void> {
    const key = keysOf(this.root).get(changed);
    for (const type of ['input', 'change']) {
      // The first of the events may have replaced the element.
      const [field] = [...keysOf(this.root)].find((each) => each[1] === key) ?? [];
      const form = field && formOf(this.root, field);
      if (field?.hasAttribute(`lv-${type}`)) await this.#raiseOfField(field, type);
      else if (form?.hasAttribute(`lv-${type}`)) await this.#raiseOfForm(form, type, field);
    }
  }

  async #raiseOfField(field: TestElement, type: string): Promise<void> {
    const name = field.getAttribute('name') ?? 'value';
    const own = { [name]: sentBy(field, this.entries) };
    await this.#raise(field, type, own, (each) => each === field);
  }

  /** @param source the field that has changed, or the button that submits */
  async #raiseOfForm(form: TestElement, type: string, source?: TestElement): Promise<void> {
    const isSubmit = type === 'submit';
    const values = this.#valuesOf(form, isSubmit ? source : undefined);
    const isNamed = !isSubmit && form.hasAttribute('lv-form');
    const own = isNamed ? { ...values, _target: source?.getAttribute('name') } : values;
    await this.#raise(form, type, own, (each) => formOf(this.root, each) === form);
  }

  #valuesOf(form: TestElement, submitter?: TestElement): Record<string, unknown> {
    const values: Record<string, unknown> = {};
    for (const [name, value] of fieldsOf(this.root, form, this.entries, submitter))
      if (!name.startsWith('_skerry'))
        values[name] = name in values ? [values[name], value].flat() : value;
    return values;
  }

  /**
   * Sends the event to which an element is bound, and waits until the page is at rest.
   *
   * @param carries tells of a field whether the event carries it
   */
  async #raise(
    element: TestElement,
    type: string,
    own: unknown,
    carries: (field: TestElement) => boolean = () => false,
  ): Promise<void> {
    const host = element.closest(regionTag);
    const channel = this.#channels.get(idOf(host));
    const connection = this.#connection;
    if (host && this.#refused) {
      const { status, reason } = this.#refused;
      throw new LiveTestError(
        `The server has refused the connection of the page: ${status}, ${reason}`,
      );
    }
    if (!host || !connection || channel === undefined)
      throw new LiveTestError(
        `Nobody takes ${type} of <${element.rawTagName}>: no region is around it.`,
      );
    const { event, json } = readBinding(element.getAttribute(`lv-${type}`) ?? '');
    const extra: unknown = json === '' ? undefined : JSON.parse(json);
    const payload =
      type !== 'click' && isRecord(own)
        ? { ...own, ...(extra as object) }
        : extra === undefined
          ? own
          : extra;
    const value = withValues(element, payload);
    const ref = ++this.#last;
    this.#resets = false;
    await connection.ask({
      kind: 'event',
      address: { channel, joinRef: null },
      ref,
      payload: { type, event, value: withValues(element, value), seq: ref },
    });
    this.given.tell(this.root, carries);
    if (this.#resets) this.given.reset(this.root, formAround(this.root, element));
    await this.#refresh();
  }

  /** Joins the regions of the page. */
  async #join(): Promise<void> {
    await this.leavePage();
    const hosts = this.root.querySelectorAll(regionTag);
    if (hosts.length === 0) return;
    const opened = await PageConnection.open(this.#live, this.asking, (message) =>
      this.#receive(message),
    );
    this.#refused = 'status' in opened ? opened : undefined;
    // The page can still be read, as in a browser.
    if ('status' in opened) return;
    this.#connection = opened;
    this.keepCookies(opened.cookies);
    for (const [i, host] of hosts.entries()) {
      const id = idOf(host);
      const token = host.getAttribute(tokenAttribute) ?? '';
      this.#channels.set(id, i + 1);
      const payload = { token, have: 0, page: 'test' };
      const address = { channel: i + 1, joinRef: null };
      await opened.ask({ kind: 'join', address, ref: 0, topic: topicPrefix + id, payload });
    }
    await this.#refresh();
  }

  #receive(message: ServerMessage): void {
    if ('diff' in message) {
      this.#redirect = message.diff?.to ?? this.#redirect;
      this.#resets ||= message.diff?.reset === true;
    }
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
      if (region) host.set_content(placedHtml(region));
    }
    this.given.settle(this.root);
  }
}

const idOf = (host: TestElement | null): string =>
  host?.getAttribute('id')?.slice(regionIdPrefix.length) ?? '';

/** The value of a field in an event of its own. */
function sentBy(field: TestElement, entries: Entries): unknown {
  const entry = entries.get(field) ?? saidOf(field);
  if (field.getAttribute('type') === 'radio') return field.getAttribute('value') ?? 'on';
  return Array.isArray(entry) && !field.hasAttribute('multiple') ? (entry[0] ?? '') : entry;
}

/** The form that `live.resetForm()` resets. The form by which a button works without script is none. */
function formAround(root: TestElement, element: TestElement): TestElement | null {
  if (element.rawTagName === 'form') return element;
  const own = formOf(root, element);
  return own?.getAttribute('id')?.startsWith(regionIdPrefix) ? element.closest('form') : own;
}

/** Tells whether an event has an option: behind its name, or as an attribute of the element that is bound or that submits. */
const hasOption = (
  element: TestElement,
  type: string,
  option: string,
  submitter = element,
): boolean =>
  new URLSearchParams(readBinding(element.getAttribute(`lv-${type}`) ?? '').options).has(option) ||
  [element, submitter].some((each) => each.hasAttribute(`lv-${option}`));
