import { describe } from '../core/describe.js';
import { fail } from '../core/errors.js';
import { LiveElement, liveView } from './live-element.js';

/** Evaluates a tag that is no element of HTML: calls a component, or places a live view. */
export function component(type: unknown, props: Record<string, unknown>): unknown {
  if (typeof type === 'function') {
    const made = (type as (props: unknown) => unknown)(props);
    // What stands before it may throw, so that nobody comes to wait for this one.
    if (made instanceof Promise) made.catch(() => undefined);
    return made;
  }
  if (typeof type === 'object' && type !== null && liveView in type)
    return new LiveElement(type, props);
  throw fail('not-a-component', { value: describe(type) });
}
