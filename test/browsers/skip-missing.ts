import { beforeEach, inject } from 'vitest';

import type { BrowserName } from './browsers.js';

/** The browsers without `commandfor`; `bindings.test.ts` tells what happens there, and notices when they have it. */
export const withoutCommands: readonly BrowserName[] = ['webkit'];

const ofCommands = 'lv-command takes the command of a button elsewhere';

beforeEach(({ task, skip }) => {
  if (task.name === ofCommands && withoutCommands.includes(inject('browser')))
    skip('This browser has no commandfor.');
});
