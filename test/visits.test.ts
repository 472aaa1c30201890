import type { Browser } from 'playwright';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';

import {
  type App,
  browserVisitor,
  createTestApp,
  liveVisitor,
  readingVisitor,
  type Visitor,
} from '@skerry/kit/testing';

import { type RunningApp, startBuilt } from './apps.js';
import { openBrowser } from './browser.js';
import { patience } from './patience.js';
import { playgroundModules } from './playground-modules.js';

let browser: Browser;
let playground: RunningApp;
beforeAll(async () => {
  [browser, playground] = await Promise.all([openBrowser(), startBuilt('playground')]);
});
afterAll(async () => {
  await browser.close();
  await playground.stop();
});

const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

const served = (visitor: (app: App) => Visitor) => async () => {
  const app = createTestApp(playgroundModules());
  ends.push(() => app.close());
  return visitor(app);
};

const inBrowser = (javaScriptEnabled: boolean) => async (): Promise<Visitor> => {
  const context = await browser.newContext({ javaScriptEnabled });
  ends.push(() => context.close());
  return browserVisitor(await context.newPage(), playground.origin, { patience });
};

/** One text of each test runs in all ways. */
const ways: readonly (readonly [string, () => Promise<Visitor>])[] = [
  ['over a connection', served(liveVisitor)],
  ['without script', served(readingVisitor)],
  ['in a browser', inBrowser(true)],
  ['in a browser without script', inBrowser(false)],
];

describe.each(ways)('%s', (_, arrive) => {
  test('/counter counts', async () => {
    const visit = await arrive();
    await visit('/counter')
      .see('Set all to 3')
      .click('Add one')
      .see('Set all to 4')
      .click('Add one')
      .see('Set all to 5')
      .click('Take one away')
      .see('Set all to 4')
      .click('Reset')
      .see('Set all to 0');
  });

  test('/chat takes names and lines', async () => {
    const visit = await arrive();
    await visit('/chat')
      .fill('Your name', 'Vera')
      .click('Rename')
      .see('Here: ')
      .fill('Line', 'Ahoy there')
      .click('Say')
      .see('Vera Ahoy there');
  });

  test('/todo adds, checks, edits, filters, removes and takes back', async () => {
    const visit = await arrive();
    await visit('/todo')
      .see('Paint the lamp room')
      .fill('Task', '')
      .click('Add')
      .see('Say what is to be done.')
      .fill('Task', 'Feed the cat')
      .click('Add')
      .see('Feed the cat')
      .seeNot('Say what is to be done.')
      .click('Done: Feed the cat')
      .see('✓ Feed the cat')
      .click('Edit Mend the pier')
      .fill('New title', '')
      .click('Save')
      .see('Say what is to be done.')
      .fill('New title', 'Mend the pier well')
      .click('Save')
      .see('Mend the pier well')
      .click('Done tasks')
      .see('Feed the cat')
      .seeNot('Mend the pier well')
      .click('All tasks')
      .click('Remove Paint the lamp room')
      .see('Paint the lamp room is removed.')
      .click('Undo')
      .seeNot('is removed.')
      .see('○ Paint the lamp room');
  });

  test('/form goes through its steps, with rows and a secret', async () => {
    const visit = await arrive();
    const secret = 'correct horse';
    await visit('/form')
      .click('Next')
      .see('Which ship?')
      .fill('Name of the ship', 'Tern')
      .choose('Harbour', 'Oban')
      .check('By night')
      .click('Next')
      .see('The crew')
      .click('Add one')
      .fill('Name 1', 'Ann')
      .fill('Name 2', 'Bo')
      .click('Move 2 up')
      .click('Next')
      .see('Signature')
      .click('Back')
      .click('Back')
      .see('The ship')
      .click('Next')
      .click('Next')
      .fill('Password', 'short')
      .click('Sign')
      .see('At least eight characters.')
      .seeNot('short')
      .fill('Password', secret)
      .click('Sign')
      .see('Tern sails from Oban by night, with Bo (helm), Ann (helm).')
      .seeNot(secret);
  });
});

test('what is not there is said with what is', async () => {
  const visit = await ways[1]![1]();
  await expect(visit('/counter').click('Multiply')).rejects.toThrow(
    /No button or link is named "Multiply"; there are: .*"Add one"/,
  );
  await expect(visit('/counter').fill('Age', '7')).rejects.toThrow('No field is named "Age"');
  await expect(visit('/counter').see('Nowhere')).rejects.toThrow('"Nowhere" is not on the page');
});
