import type { TestElement } from './dom.js';

const prefix = 'lv-value-';

/** A payload with the members that `lv-value-<name>` at an element adds to it, as browsers add them. */
export function withValues(element: TestElement, payload: unknown): unknown {
  const values = Object.entries(element.attributes)
    .map(([name, value]) => [name.toLowerCase(), value] as const)
    .filter(([name]) => name.startsWith(prefix))
    .map(([name, value]) => [name.slice(prefix.length), value]);
  // A payload that is no record has no members.
  if (!values[0] || (payload != null && typeof payload !== 'object')) return payload;
  return { ...Object.fromEntries(values), ...payload };
}
