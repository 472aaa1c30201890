import type { Tree } from '@skerry/wire';

import { wholeTree } from '../../template/diff.js';
import { unheard } from '../../template/island/island-html.js';
import type { Template } from '../../template/template.js';
import type { RegionCore } from '../region/parts.js';
import { rootOf } from './root.js';

/**
 * The whole tree of a region, rendered anew and for nobody: the regions inside go without names.
 *
 * @param heard is told of every template in it
 */
export const freshTree = (
  { id, view, state, props }: RegionCore,
  heard?: (template: Template) => void,
): Tree =>
  wholeTree(rootOf(view.render(state, props)), {
    template: (template) => {
      heard?.(template);
      return template.number;
    },
    region: () => ({ v: '', k: '' }),
    islands: unheard(`lv-${id}`),
  }) as Tree;
