import type { ServerContext } from '@skerry/kit';

declare module '@skerry/kit' {
  interface Topics {
    /** The number of flashes of the lighthouse. */
    'tower:flash': number;
  }
}

/** Lights the lighthouse: it flashes for every page that watches, until the server stops. */
export function start({ publish, signal }: ServerContext): void {
  let flashes = 0;
  const light = setInterval(() => publish('tower:flash', ++flashes), 2_000);
  light.unref();
  signal.addEventListener('abort', () => clearInterval(light));
}
