import type { Strategy } from '@skerry/islands';

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
