import { regionIdPrefix, regionTag } from '@skerry/wire';

import { toError } from '../../core/thrown.js';
import type { MarkupInspector } from '../../markup/inspector.js';
import { renderHtml } from '../../template/html-writer.js';
import { unheard } from '../../template/island/island-html.js';
import type { Rendered } from '../../template/template.js';
import type { RegionCore } from '../region/parts.js';
import type { TreeChange } from './replay-buffer.js';

/** Reports markup of a changed tree that browsers would repair, in development and tests. */
export function inspectChange(
  markup: MarkupInspector,
  region: RegionCore,
  change: TreeChange,
  tree: Rendered,
): void {
  // A new instance, or the new markup of an island.
  if (!/"[sh]":/.test(JSON.stringify(change))) return;
  try {
    const html = renderHtml(tree, {
      async: false,
      marks: true,
      region: () => `<${regionTag}></${regionTag}>`,
      islands: unheard(regionIdPrefix + region.id),
    });
    markup.region(region.id, html as string);
  } catch (error) {
    region.reportError(toError(error), 'render');
  }
}
