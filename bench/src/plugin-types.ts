import { writePlugins } from '../../test/made-plugins.js';
import type { Line } from './report.js';
import { measureTypeCheck } from './type-check.js';

/** The time in which an app with fifty plugins of twenty taps is type-checked, and one without plugins. */
export const measurePluginTypes = (): Line[] =>
  measureTypeCheck('50 plugins of 20 taps', (root, hasPlugins) =>
    writePlugins(root, hasPlugins ? 50 : 0),
  );
