import { island, type IslandDefinition } from '@skerry/islands/server';

import { noteComponent } from '../core/component-path.js';
import { describe } from '../core/describe.js';
import { fail } from '../core/errors.js';
import { forget } from '../core/within.js';
import { FailedElement } from './boundary.js';
import { toIsland } from './island/island-element.js';
import { LiveElement, liveView } from './live.js';

/** Evaluates a tag that is no element of HTML: calls a component, or places a live view or an island. */
export function component(type: unknown, props: Record<string, unknown>): unknown {
  if (typeof type === 'function') {
    let made: unknown;
    try {
      made = (type as (props: unknown) => unknown)(props);
    } catch (thrown) {
      noteComponent(thrown, type.name);
      return new FailedElement(thrown);
    }
    // A sibling before it may throw, and then this promise is not waited for.
    if (made instanceof Promise) {
      forget(made);
      made.catch((thrown) => noteComponent(thrown, type.name));
    }
    return made;
  }
  if (typeof type === 'object' && type !== null) {
    if (liveView in type) return new LiveElement(type, props);
    // seam: only the build sets the mark; no data has it
    if (island in type) return toIsland(type as IslandDefinition, props);
  }
  throw fail('not-a-component', { value: describe(type) });
}
