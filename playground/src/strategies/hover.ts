import type { Strategy } from '@skerry/islands';

declare module '@skerry/islands/directives' {
  interface Strategies {
    /** When the pointer or the focus comes near. */
    hover: true;
  }
}

const hover: Strategy = (host, hydrate) => {
  const stop = new AbortController();
  for (const event of ['pointerover', 'focusin'])
    host.addEventListener(event, () => hydrate(), { once: true, signal: stop.signal });
  return () => stop.abort();
};

export default hover;
