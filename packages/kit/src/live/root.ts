import { unwrap } from '../template/rows.js';
import { child, Rendered, Template } from '../template/template.js';

const wrapper = new Template(['', ''], [child(0)]);

/** What a live view rendered, as the root of a tree: anything but markup stands in a place of its own. */
export function rootOf(value: unknown): Rendered {
  const inner = unwrap(value);
  return inner instanceof Rendered ? inner : new Rendered(wrapper, [inner]);
}
