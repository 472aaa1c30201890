import { type Dispatcher } from 'undici';

import type { Answer } from './recording.js';

type Handler = Dispatcher.DispatchHandler;
type Dispatch = Dispatcher['dispatch'];
type Options = Parameters<Dispatch>[0];

/** Makes the interceptor that hands over every answer which a test lets through. */
export const watchAnswers =
  (isWatched: () => boolean, receive: (answer: Answer) => void) =>
  (dispatch: Dispatch): Dispatch =>
  (options, handler) => {
    if (!isWatched()) return dispatch(options, handler);
    // What is compressed could not be read, nor its secrets be found.
    const plain = { ...options, headers: withoutCompression(options.headers) };
    return dispatch(plain, new Watch(options, handler, receive) as unknown as Handler);
  };

/** A handler that keeps what passes to the one behind it. */
class Watch {
  readonly #options: Options;
  readonly #handler: Handler;
  readonly #receive: (answer: Answer) => void;
  #status = 0;
  #headers: Answer['headers'] = {};
  readonly #chunks: Buffer[] = [];

  constructor(options: Options, handler: Handler, receive: (answer: Answer) => void) {
    this.#options = options;
    this.#handler = handler;
    this.#receive = receive;
  }

  onRequestStart(...args: Parameters<NonNullable<Handler['onRequestStart']>>): void {
    this.#handler.onRequestStart?.(...args);
  }

  onRequestUpgrade(...args: Parameters<NonNullable<Handler['onRequestUpgrade']>>): void {
    this.#handler.onRequestUpgrade?.(...args);
  }

  onResponseStart(...args: Parameters<NonNullable<Handler['onResponseStart']>>): void {
    [, this.#status, this.#headers] = args;
    this.#handler.onResponseStart?.(...args);
  }

  onResponseData(...args: Parameters<NonNullable<Handler['onResponseData']>>): void {
    this.#chunks.push(args[1]);
    this.#handler.onResponseData?.(...args);
  }

  onResponseEnd(...args: Parameters<NonNullable<Handler['onResponseEnd']>>): void {
    const { origin = '', method, path } = this.#options;
    this.#receive({
      origin: String(origin),
      method,
      path,
      status: this.#status,
      headers: this.#headers,
      body: Buffer.concat(this.#chunks),
    });
    this.#handler.onResponseEnd?.(...args);
  }

  onResponseError(...args: Parameters<NonNullable<Handler['onResponseError']>>): void {
    this.#handler.onResponseError?.(...args);
  }
}

/** Headers in any form that undici takes, with one value of `accept-encoding`. */
function withoutCompression(headers: Options['headers']): NonNullable<Options['headers']> {
  const pairs: [string, string | string[]][] = [];
  const add = (name: unknown, value: unknown) => {
    if (String(name).toLowerCase() !== 'accept-encoding' && value !== undefined)
      pairs.push([String(name), value as string]);
  };
  if (Array.isArray(headers))
    for (let i = 0; i < headers.length; i += 2) add(headers[i], headers[i + 1]);
  else if (headers && Symbol.iterator in headers)
    for (const [name, value] of headers as Iterable<[string, string]>) add(name, value);
  else for (const [name, value] of Object.entries(headers ?? {})) add(name, value);
  return [...pairs, ['accept-encoding', 'identity'] as [string, string]].flat() as string[];
}
