import type { Take } from './bindings.js';
import { optionOf } from './options.js';

/** `lv-queue`: the order of an event and the earlier ones of its element that have no answer yet. */
export const take: Take = (event, next, { queue }) => {
  // These come in numbers.
  const often = /^window-[sr]/.test(event.type) ? 'latest' : undefined;
  const policy = optionOf(event, 'queue') ?? often;
  const earlier = queue.filter(
    ({ element, type, name }) =>
      element === event.element && type === event.type && name === event.name,
  );
  if (policy === 'drop' && earlier[0]) return;
  if (policy === 'latest')
    for (const each of earlier)
      if (!each.seq) {
        queue.splice(queue.indexOf(each), 1);
        each.settle?.(undefined);
      }
  event.isParallel = policy === 'parallel';
  next();
};
