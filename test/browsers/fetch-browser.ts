import type { TestProject } from 'vitest/node';

import { ensureBrowser } from '../fetch-browser.js';
import { type BrowserName, browsers } from './browsers.js';

/** Runs once before the tests of each browser. */
export default ({ name }: TestProject): void => ensureBrowser(browsers[name as BrowserName]);
