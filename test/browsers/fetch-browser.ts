import type { TestProject } from 'vitest/node';

import { ensureProgram } from '../fetch-program.js';
import { type BrowserName, browsers } from './browsers.js';

/** Runs once before the tests of each browser. */
export default ({ name }: TestProject): void => ensureProgram(browsers[name as BrowserName]);
