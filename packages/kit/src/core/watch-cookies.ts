/** Tells whether the cookies of a request were read. */
export interface CookieReads {
  read: boolean;
}

/** Makes the headers of a request note that the cookies among them are read. */
export function watchCookies(headers: Headers, cookies: CookieReads): Headers {
  for (const method of ['get', 'has', 'entries', 'values', 'forEach', Symbol.iterator] as const) {
    const answer: unknown = headers[method];
    const isByName = method === 'get' || method === 'has';
    const value = (...args: unknown[]): unknown => {
      if (!isByName || `${args[0]}`.toLowerCase() === 'cookie') cookies.read = true;
      return Reflect.apply(answer as () => unknown, headers, args);
    };
    Object.defineProperty(headers, method, { value, configurable: true });
  }
  return headers;
}
