import type { Take } from './bindings.js';
import { attributeOf } from './options.js';

/** For forms that `form()` has made: names the field that has changed, and sets buttons that edit a list apart from a submit. */
export const take: Take = (event, next) => {
  const { element, submitter, target, type, value } = event;
  if (element && attributeOf(element, 'lv-form') !== null) {
    const name = /^(input|change)$/.test(type) && (target as HTMLInputElement | null)?.name;
    if (name) event.value = { ...(value as object), _target: name };
    if (submitter && attributeOf(submitter, 'name') === '_list')
      Object.assign(event, { options: '', isListEdit: true });
  }
  next();
};
