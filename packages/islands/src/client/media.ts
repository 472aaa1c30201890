import type { Strategy } from './strategy.js';

/** Hydrates as soon as a media query matches. */
export const media: Strategy = (_, hydrate, query = '') => {
  const list = matchMedia(query);
  const check = () => {
    if (list.matches) hydrate();
  };
  list.addEventListener('change', check);
  check();
  return () => list.removeEventListener('change', check);
};
