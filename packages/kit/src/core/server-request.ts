import { NodeRequest } from 'srvx/node';

import { type CookieReads, watchCookies } from './watch-cookies.js';

// seam: the type of NodeRequest has fields where the class has accessors
const SrvxRequest = NodeRequest as unknown as new (
  context: ConstructorParameters<typeof NodeRequest>[0],
) => Omit<Request, 'headers'> & {
  get ip(): string | undefined;
  get _url(): URL;
  get headers(): Headers;
  get _abortController(): AbortController;
};

/** A request that Node's server has read. What nobody asks for is not computed. */
export class ServerRequest extends SrvxRequest {
  /** Tells whether its cookies were read. */
  readonly cookies: CookieReads = { read: false };
  #place: { readonly href: string; readonly address: string } | undefined;
  #url: URL | undefined;
  #headers: Headers | undefined;

  /** Gives it its canonical URL, and the address of the visitor. */
  settle({ href }: URL, address: string): void {
    this.#place = { href, address };
  }

  /** Aborts its signal, after its response: nobody waits any more for what was still made for it. */
  abandon(): void {
    this._abortController.abort();
  }

  override get ip(): string | undefined {
    return this.#place ? this.#place.address : super.ip;
  }

  // srvx reads the URL here.
  override get _url(): URL {
    return (this.#url ??= this.#place ? new URL(this.#place.href) : super._url);
  }

  override get headers(): Headers {
    return (this.#headers ??= watchCookies(super.headers, this.cookies));
  }
}
