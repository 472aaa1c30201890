import { regionIdPrefix, type Tree } from '@skerry/wire';

import { withLocals } from '../../core/blame.js';
import { wholeTree } from '../../template/diff.js';
import { unheard } from '../../template/island/island-html.js';
import { toInstance } from '../../template/list/rows.js';
import type { Rendered, Template } from '../../template/template.js';
import type { RegionCore } from '../region/parts.js';

/** A rendered value as the root of a tree. */
export const rootOf = (value: unknown): Rendered => toInstance(value);

/**
 * The whole tree of a region, rendered anew for no browser: the regions inside have no names.
 *
 * @param heard receives every template in it
 */
export const freshTree = (
  { id, view, state, props, locals }: RegionCore,
  heard?: (template: Template) => void,
): Tree =>
  wholeTree(
    withLocals(locals, () => rootOf(view.render(state, props))),
    {
      template: (template) => {
        heard?.(template);
        return template.number;
      },
      region: () => ({ v: '', k: '' }),
      islands: unheard(regionIdPrefix + id),
    },
  ) as Tree;
