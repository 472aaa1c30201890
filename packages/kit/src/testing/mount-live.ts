import { EventEmitter, once } from 'node:events';

import { patchProps } from '@skerry/islands/server';
import {
  type ClientMessage,
  isInstance,
  merge,
  readBinding,
  readServerFrame,
  regionIdPrefix,
  regionTag,
  type ServerMessage,
  skerry1,
  tokenAttribute,
  topicPrefix,
  type Tree,
  type Update,
  writeClientFrame,
} from '@skerry/wire';

import type { Connection } from '../channel/connection.js';
import { createLiveServer, type LiveServer } from '../channel/live-server.js';
import { closeCodes, type CloseReason } from '../core/close-reason.js';
import { type AppConfig, resolveConfig } from '../core/config.js';
import { SkerryError } from '../core/errors.js';
import { createLocals } from '../core/trace.js';
import { RequestPolicy } from '../core/request-policy.js';
import type { KnownSession, LiveSession } from '../core/session.js';
import { createKeyRing } from '../core/token.js';
import { pluginFolders } from '../page/site.js';
import { createPlugins } from '../plugin/plugins.js';
import type { LiveView } from '../live/author/define.js';
import { freshTree } from '../live/render/fresh-tree.js';
import type { Region } from '../live/region/region.js';
import { MarkupInspector } from '../markup/inspector.js';
import { LiveElement } from '../template/live.js';
import {
  findBound,
  LiveTestError,
  parsePage,
  refusedError,
  type TestElement,
  withValues,
} from './dom.js';
import { freshHtml, isFresh } from './fresh.js';

/** The options of a test for the region that it mounts. */
export interface MountLiveOptions<P> extends Omit<AppConfig, 'secret'> {
  props?: P;
  /** Path and query of the page around it. */
  path?: string;
}

/** The parts of a payload that an element's binding does not give. */
type Fields = Record<string, unknown>;

/** Matches bindings to whose payload the browser adds nothing. */
const valueless = /^(?:click|dblclick|mouse|intersect|viewport|command|window-(?:focus|blur))/;

/**
 * Mounts a live view as a browser would: renders its HTML, joins it, and keeps the tree that the browser shows. After
 * every update that tree is compared with a fresh render, and markup that browsers would repair is an error.
 *
 * @throws SkerryError `repaired-markup`
 * @example
 * const counter = await mountLive(Counter, { props: { start: 3 } });
 * await counter.click('+');
 * expect(counter.html()).toContain('4');
 */
export async function mountLive<P, S extends object, E>(
  view: LiveView<P, S, E>,
  options: MountLiveOptions<P> = {},
): Promise<MountedLive<S>> {
  const { props, path = '/', ...config } = options;
  const resolved = resolveConfig(config, {
    secret: 'a secret for tests, 32 bytes long',
    log: console,
  });
  const { limits, log, plugins } = resolved;
  const markup = new MarkupInspector();
  const faults: Error[] = [];
  const onFailure = (error: Error) => {
    if (error instanceof SkerryError && error.code === 'repaired-markup') faults.push(error);
  };
  const { hooks, connectHost } = createPlugins(pluginFolders(plugins, {}), {
    ...resolved,
    mode: 'development',
    onFailure,
  });
  const server = createLiveServer({
    ring: createKeyRing(resolved.secrets),
    build: 'test',
    hooks,
    limits,
    log,
    views: { [view.id]: view },
    policy: new RequestPolicy(resolved),
    development: true,
    markup,
  });
  connectHost(server.host);
  const session = server.sessions.begin();
  const url = new URL(path, 'http://localhost');
  const element = new LiveElement(view, { ...props });
  const locals = createLocals();
  const visit = { regionSession: () => session, url, locals, address: '', park: true };
  const html = markup.page(await server.mount(element, '0', visit));
  const mounted = new MountedLive<S>(server, session, html, faults);
  await mounted.join();
  return mounted;
}

/** A mounted live view under test. */
export class MountedLive<S extends object = Record<string, unknown>> {
  /** The events that the region emitted to the page, oldest first. */
  readonly emitted: [name: string, payload: unknown][] = [];
  /** The URL to which the region last sent the browser. */
  redirectedTo: string | undefined;
  readonly #server: LiveServer;
  readonly #region: Region;
  readonly #connection: Connection;
  readonly #token: string;
  readonly #answers = new EventEmitter();
  /** The error of whoever sends, once the server has closed the connection. */
  #closed: LiveTestError | undefined;
  #tree: Tree;
  #seq = 0;
  /** Failures while the server was at work; the test throws them, so the server does not contain them. */
  readonly #faults: Error[];

  constructor(server: LiveServer, session: KnownSession, html: string, faults: Error[]) {
    this.#faults = faults;
    const [host] = parsePage(html).querySelectorAll(regionTag);
    const id = host?.getAttribute('id')?.slice(regionIdPrefix.length) ?? '';
    this.#server = server;
    this.#region = server.find(id) as Region;
    this.#token = host?.getAttribute(tokenAttribute) ?? '';
    this.#tree = freshTree(this.#region);
    this.#connection = server.connect(session, skerry1, {
      buffered: 0,
      deliverTo() {},
      send: (text) => this.#receive(readServerFrame(text)),
      close: (reason, message) => this.#close(reason, message),
      drop() {},
      pause() {},
      resume() {},
    });
  }

  /** The session that it was mounted in. */
  get session(): LiveSession {
    return this.#connection.session;
  }

  /** The committed state. */
  get state(): Readonly<S> {
    return this.#region.state as S;
  }

  /** The HTML that the browser shows, without markers. */
  html(): string {
    return freshHtml(this.#region);
  }

  /** The text that the browser shows. */
  text(): string {
    return parsePage(this.html()).textContent;
  }

  /** Clicks the element that has this text, or matches this selector. @returns what the handler replied */
  async click(target: string): Promise<unknown> {
    const element = findBound(this.html(), 'lv-click', target);
    const value = element.getAttribute('value');
    return this.#raise('click', element, value === null ? {} : { value });
  }

  /** Submits a form with these fields. @returns what the handler replied */
  async submit(target: string, fields: Fields = {}): Promise<unknown> {
    return this.#raise('submit', findBound(this.html(), 'lv-submit', target), fields);
  }

  /** Types into a field, or into a form's fields. @returns what the handler replied */
  async input(target: string, value: string | boolean | Fields): Promise<unknown> {
    const element = findBound(this.html(), 'lv-input', target);
    const name = element.getAttribute('name') ?? 'value';
    return this.#raise('input', element, typeof value === 'object' ? value : { [name]: value });
  }

  /**
   * Raises the event of any other binding.
   *
   * @param binding its name without `lv-`: `'keydown'`, `'window-scroll'`
   * @param own what the browser adds to the payload: `{ key: 'Escape' }`
   * @returns what the handler replied
   */
  async raise(binding: string, target: string, own: Fields = {}): Promise<unknown> {
    return this.#raise(binding, findBound(this.html(), `lv-${binding}`, target), own);
  }

  /** Sends an event as a browser could, whether or not anything is bound to it. @returns what the handler replied */
  async send(event: string, value: unknown = null, type = 'click'): Promise<unknown> {
    const seq = ++this.#seq;
    this.#write({ kind: 'event', address, ref: seq, payload: { type, event, value, seq } });
    const answer = await this.#answerTo(seq);
    await this.rest();
    if (answer.kind === 'refused') throw refusedError(answer.error);
    return answer.kind === 'ok' ? answer.reply : undefined;
  }

  /** Hands a message to the topic, as other regions would. */
  async publish(topic: string, message?: unknown): Promise<void> {
    this.#server.publish(topic, message);
    await this.rest();
  }

  /** Waits until nothing is left to do: no turn, no load, no message on its way. */
  async rest(): Promise<void> {
    do {
      // Messages are handed over in a turn of the event loop of their own.
      await new Promise(setImmediate);
      await new Promise(setImmediate);
    } while (!this.#region.idle || !this.#server.idle);
    const [fault] = this.#faults.splice(0);
    if (fault) throw fault;
  }

  /** Leaves, as a browser whose page is closed. */
  async leave(): Promise<void> {
    if (!this.#closed) this.#write({ kind: 'leave', address, ref: ++this.#seq });
    this.#server.close();
    await this.rest();
  }

  /** Joins the region; `mountLive` has done it. */
  async join(): Promise<void> {
    const payload = { token: this.#token, have: 0, page: 'test' };
    this.#write({ kind: 'join', address, ref: 0, topic: topicPrefix + this.#region.id, payload });
    await this.#answerTo(0);
    await this.rest();
  }

  #raise(type: string, element: TestElement, fields: Fields): Promise<unknown> {
    const { event, json } = readBinding(element.getAttribute(`lv-${type}`) ?? '');
    const isOwn = valueless.test(type);
    const own = Object.keys(fields).length > 0 || !isOwn ? fields : null;
    const given: unknown = json === '' ? undefined : JSON.parse(json);
    const value = isOwn ? (given === undefined ? own : given) : { ...own, ...(given as Fields) };
    return this.send(event, withValues(element, value), type);
  }

  #write(message: ClientMessage): void {
    const frame = writeClientFrame(message);
    if (!this.#connection.admitFrame(frame.length))
      throw (
        this.#closed ?? new LiveTestError('The server takes no more frames: there are too many.')
      );
    this.#connection.receiveFrame(frame);
  }

  /** The answer to what was written in this turn of the event loop. @throws LiveTestError if the server closes the connection */
  async #answerTo(ref: number): Promise<ServerMessage> {
    const [answer] = (await once(this.#answers, String(ref))) as [ServerMessage];
    return answer;
  }

  #close(reason: CloseReason, message: string): void {
    this.#connection.onClosed(closeCodes[reason], message);
    const closed = new LiveTestError(`The server has closed the connection: ${message}`);
    this.#closed = closed;
    setImmediate(() => {
      if (this.#answers.listenerCount('error') > 0) this.#answers.emit('error', closed);
    });
  }

  #receive(message: ServerMessage): void {
    if (message.kind === 'crash') this.#faults.push(refusedError(message.error));
    if ((message.kind === 'ok' || message.kind === 'diff') && message.diff)
      this.#show(message.diff);
    // A test that waits for an answer starts to wait in this turn of the event loop.
    if ('ref' in message) setImmediate(() => this.#answers.emit(String(message.ref), message));
  }

  #show({ e, to, t: _title, reset: _reset, ...change }: Update): void {
    this.emitted.push(...(e ?? []));
    this.redirectedTo = to ?? this.redirectedTo;
    if (!isInstance(change) && Object.keys(change).length === 0) return;
    try {
      this.#tree = merge(this.#tree, change, patchProps);
      if (isFresh(this.#tree, this.#region)) return;
    } catch {
      // A change that does not fit leaves the tree as it was, and that is the same fault.
    }
    this.#faults.push(
      new LiveTestError(
        `After the change ${JSON.stringify(change)} the browser shows something else than a fresh render.`,
      ),
    );
  }
}

/** The only channel of the connection. */
const address = { channel: 1, joinRef: null };
