import type { Take } from './bindings.js';
import { attributeOf } from './options.js';

/** Names the field that has changed, for forms that `form()` has made. */
export const take: Take = (event, next) => {
  const { element, target, type, value } = event;
  const { name } = target as HTMLInputElement;
  if (/^(input|change)$/.test(type) && name && element && attributeOf(element, 'lv-form') !== null)
    event.value = { ...(value as object), _target: name };
  next();
};
