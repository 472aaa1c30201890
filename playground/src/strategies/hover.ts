import type { Strategy } from '@skerry/islands';

declare module '@skerry/islands/directives' {
  interface Strategies {
    /** When the pointer comes near. */
    hover: true;
  }
}

const hover: Strategy = (host, hydrate) => {
  const stop = new AbortController();
  host.addEventListener('pointerover', () => hydrate(), { once: true, signal: stop.signal });
  return () => stop.abort();
};

export default hover;
