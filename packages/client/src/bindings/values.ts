import type { Take } from './bindings.js';
import { attributeNamesOf, attributeOf } from './options.js';

const prefix = 'lv-value-';

/** `lv-value-<name>` adds members to the payload of an event. */
export const take: Take = (event, next) => {
  const { element, value } = event;
  const values = (element ? attributeNamesOf(element) : [])
    .filter((name) => name.startsWith(prefix))
    .map((name) => [name.slice(prefix.length), attributeOf(element!, name)]);
  // A payload that is no record has no members.
  if (values[0] && (value == null || typeof value === 'object'))
    event.value = { ...Object.fromEntries(values), ...value };
  next();
};
