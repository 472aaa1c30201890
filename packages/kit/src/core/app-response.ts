import { FastResponse } from 'srvx/node';

/** The headers of an answer, to be read and set by their names in lower case. */
export type SettableHeaders = Pick<Headers, 'has' | 'get' | 'set'>;

// seam: the type of FastResponse has fields where the class has accessors
const SrvxResponse = FastResponse as unknown as new (
  ...parts: ConstructorParameters<typeof FastResponse>
) => Omit<Response, 'headers'> & {
  get headers(): Headers;
  get _response(): Response;
};

/** A response that the app makes itself. Its headers are a record until somebody asks for `Headers`. */
export class AppResponse extends SrvxResponse {
  readonly #record: RecordHeaders;
  #isRecord = true;

  /** @param headers by their names in lower case; the response keeps and changes the object */
  constructor(
    body: ConstructorParameters<typeof FastResponse>[0],
    status: number,
    headers: Record<string, string> = {},
  ) {
    super(body, { status, headers });
    this.#record = new RecordHeaders(headers);
  }

  /** Its headers, to be changed. */
  get settableHeaders(): SettableHeaders {
    return this.#isRecord ? this.#record : super.headers;
  }

  override get headers(): Headers {
    this.#isRecord = false;
    return super.headers;
  }

  // srvx makes a native response of the headers where a reader needs one.
  override get _response(): Response {
    this.#isRecord = false;
    return super._response;
  }
}

class RecordHeaders implements SettableHeaders {
  readonly #values: Record<string, string>;

  constructor(values: Record<string, string>) {
    this.#values = values;
  }

  has(name: string): boolean {
    return Object.hasOwn(this.#values, name);
  }

  get(name: string): string | null {
    return this.has(name) ? (this.#values[name] as string) : null;
  }

  set(name: string, value: string): void {
    this.#values[name] = value;
  }
}
