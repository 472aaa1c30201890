import type { Take } from './bindings.js';
import { attributeOf } from './options.js';

/** Names the field that has changed, for forms that `form()` has made. */
export const take: Take = (event, next) => {
  const { element, target, type, value } = event;
  const name = /^(input|change)$/.test(type) && (target as HTMLInputElement | null)?.name;
  if (name && element && attributeOf(element, 'lv-form') !== null)
    event.value = { ...(value as object), _target: name };
  next();
};
