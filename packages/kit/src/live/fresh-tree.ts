import type { Tree } from '@skerry/wire';

import { wholeTree } from '../template/diff.js';
import type { Region } from './region.js';
import { rootOf } from './root.js';

/** The whole tree of a region, rendered anew and for nobody: the regions inside go without names. */
export const freshTree = ({ view, state, props }: Region): Tree =>
  wholeTree(rootOf(view.render(state, props)), {
    template: (template) => template.number,
    region: () => ({ v: '', k: '' }),
  }) as Tree;
