import type { Strategy } from '@skerry/islands';

declare module '@skerry/islands/directives' {
  interface Strategies {
    /** When the visitor moves the pointer, or presses a key. */
    wave: true;
  }
}

/** Hydrates an island once the pointer moves over its page, or a key is pressed. */
const wave: Strategy = (_, hydrate) => {
  const events = ['pointermove', 'keydown'];
  const done = (): void => {
    for (const event of events) removeEventListener(event, done);
    hydrate();
  };
  for (const event of events) addEventListener(event, done);
  return done;
};

export default wave;
