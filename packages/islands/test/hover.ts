import type { Strategy } from '@skerry/islands';

/** A strategy of an app's own: when the pointer comes near. */
export const hover: Strategy = (host, hydrate, value) => {
  const near = () => hydrate(`near ${value}`);
  host.addEventListener('pointerover', near, { once: true });
  return () => host.removeEventListener('pointerover', near);
};
