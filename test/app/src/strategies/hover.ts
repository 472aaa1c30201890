import type { Strategy } from '@skerry/islands';

declare module '@skerry/islands/directives' {
  interface Strategies {
    hover: true;
  }
}

const hover: Strategy = (host, hydrate) => {
  const near = () => hydrate();
  host.addEventListener('pointerover', near, { once: true });
  return () => host.removeEventListener('pointerover', near);
};

export default hover;
