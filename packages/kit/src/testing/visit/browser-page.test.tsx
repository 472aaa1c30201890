import type { Browser, Page } from 'playwright';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';

import { openBrowser } from '../../../../../test/browser.js';
import { patience } from '../../../../../test/patience.js';
import { browserVisitor, type Visitor } from './visit.js';

const origin = 'http://visited.test';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());
afterEach(() => void vi.useRealTimers());

/** Has a page wait in no time, by a clock of its own. @returns for how many milliseconds it has waited so far */
function skipWaiting(page: Page): () => number {
  vi.useFakeTimers({ toFake: ['Date'] });
  let waited = 0;
  page.waitForTimeout = async (time) => {
    waited += time;
    vi.setSystemTime(Date.now() + time);
  };
  return () => waited;
}

/** What a form has sent, as a page shows it. */
function sentBy(url: string): string {
  const texts = new URL(url).searchParams.getAll('text');
  return texts.length > 0 ? `<p>You sent ${texts.join(', ')}` : '';
}

/** Visits a page with this body, in a browser that waits for nothing unless it is told to. */
async function visitorOf(
  body: string,
  options: { script?: boolean; patience?: number; isQuick?: boolean } = {},
): Promise<Visitor> {
  const { script = true, patience: time = 0, isQuick = false } = options;
  const context = await browser.newContext({ javaScriptEnabled: script });
  const page = await context.newPage();
  if (isQuick) skipWaiting(page);
  await page.route('**', (route) =>
    route.fulfill({
      contentType: 'text/html; charset=utf-8',
      body: `<!doctype html>${body}${sentBy(route.request().url())}`,
    }),
  );
  return browserVisitor(page, origin, { patience: time });
}

/** Rows whose fields and buttons have one name. The text that was sent is shown by `/sent`. */
const rows = `<form action="/sent">
  <ol>
    <li>Bergen <input aria-label="Port" name="text"> <button name="up" value="1">Up</button></li>
    <li>Oslo <input aria-label="Port" name="text"> <button name="up" value="2">Up</button></li>
  </ol>
  <label>Note <input name="text"></label>
  <button>Send all</button> <a href="/">Home</a>
</form>`;

/** A page whose buttons write into it when they are pressed, without a server. */
const asking = `<script>
  const say = (text) => (document.querySelector('output').textContent += text + ' ');
</script>
<form onsubmit="say('sent'); return false">
  <button type="button" onclick="say(confirm('Sure?'))">Sure</button>
  <button type="button" lv-confirm-text="DELETE" onclick="say(prompt('Word?'))">Word</button>
  <button type="button" lv-click="remove?confirm=Sure%3F&confirm-text=A%20word" onclick="say(prompt('Word?'))">Option</button>
  <button type="button" onclick="setTimeout(() => say(confirm('Sure?')))">Late</button>
  <button type="button">Mute</button>
</form>
<output></output>`;

test('a button that moves as its visitor leaves a field is pressed all the same', async () => {
  const visit = await visitorOf(
    `<form onsubmit="this.append('sent'); return false">
      <p></p> <input aria-label="Word" onchange="this.previousElementSibling.style.height = '200px'">
      <button>Send</button>
    </form>`,
    { patience },
  );
  await visit('/').fill('Word', 'gale').click('Send').see('sent');
});

test('questions are answered yes, and a word that one wants is typed', async () => {
  const visit = await visitorOf(asking, { patience });
  await visit('/')
    .click('Sure')
    .see('true')
    .click('Word')
    .see('true DELETE')
    .click('Option')
    .see('true DELETE A word')
    .click('Late')
    .see('true DELETE A word true');
});

test('a question may be answered no', async () => {
  const visit = await visitorOf(asking, { patience });
  await visit('/').decline('Sure').see('false').click('Sure').see('false true');
  await visit('/').decline('Word').see('null').decline('Late').see('null false');
});

test('declining where nobody asks is an error', async () => {
  const visit = await visitorOf(asking, { patience, isQuick: true });
  await expect(visit('/').decline('Mute')).rejects.toThrow(
    'Nobody asks at "Mute", so nothing can be declined.',
  );
});

/** A page whose event is answered late, with a text that goes again. */
const busy = `<button onclick="
  this.setAttribute('data-pending', 'save');
  setTimeout(() => {
    this.removeAttribute('data-pending');
    this.insertAdjacentHTML('afterend', '<i>busy</i>');
  }, 300);
  setTimeout(() => document.querySelector('i')?.remove(), 600)">Save</button>
  <button onclick="this.after(document.querySelector('[data-pending]') ? 'early' : 'in time')">Next</button>
  <button onclick="this.after(document.querySelector('i') ? 'hasty' : 'wary')">Last</button>`;

test('a step waits until the events of the one before are answered', async () => {
  const visit = await visitorOf(busy, { patience });
  await visit('/').click('Save').click('Next').see('in time');
  await visit('/').click('Save').seeNot('busy').click('Last').see('wary');
});

test('a step waits for an answer no longer than for an element', async () => {
  const late = busy.replace('300', '600_000');
  const visit = await visitorOf(late, { patience: 5000, isQuick: true });
  await visit('/').click('Save').click('Next').see('early');
});

test('a step waits until regions have started, where there is script', async () => {
  const starting = `<skerry-live data-token="a">
    <button onclick="this.after(document.documentElement.dataset.connection ?? 'early')">Next</button>
  </skerry-live>
  <form><button>Post</button> <input type="hidden" name="text" value="it"></form>
  <script>
    const { dataset } = document.documentElement;
    setTimeout(() => (dataset.connection = 'connecting'), 100);
    setTimeout(() => (dataset.connection = 'live'), 300);
  </script>`;
  const visit = await visitorOf(starting, { patience });
  await visit('/').click('Next').see('live');
  // Nothing starts here: a step that waited would take all of the time that the test has.
  const reading = await visitorOf(starting, { script: false, patience });
  await reading('/').click('Post').see('You sent it');
});

test('visitors of one page answer a question once, and a listener of the test comes first', async () => {
  const page = await (await browser.newContext()).newPage();
  await page.route('**', (route) => route.fulfill({ contentType: 'text/html', body: asking }));
  const first = browserVisitor(page, origin, { patience });
  await first('/').click('Sure').see('true');
  await browserVisitor(page, origin, { patience })('/').decline('Sure').see('false');
  const other = await (await browser.newContext()).newPage();
  await other.route('**', (route) => route.fulfill({ contentType: 'text/html', body: asking }));
  other.on('dialog', (dialog) => void dialog.dismiss());
  await browserVisitor(other, origin, { patience })('/').click('Sure').see('false');
});

describe.each([true, false])('with script: %s', (script) => {
  test('a text that does not come is said with what the page shows', async () => {
    const visit = await visitorOf('<p>Loaves: 3', { script });
    await expect(visit('/').see('Loaves: 3').see('Never there')).rejects.toMatchObject({
      name: 'LiveTestError',
      message: '"Never there" is not on the page, which shows: Loaves: 3',
    });
    await expect(visit('/').seeNot('Loaves')).rejects.toThrow('"Loaves" is on the page');
  });

  test('a page that answers an error is said with its status', async () => {
    const page = await (await browser.newContext({ javaScriptEnabled: script })).newPage();
    await page.route('**', (route) =>
      route.fulfill({ status: 404, contentType: 'text/html', body: '<p>Nothing here' }),
    );
    const visit = browserVisitor(page, origin, { patience: 0 });
    await expect(visit('/gone?a=1').see('Here')).rejects.toThrow(
      'which shows: Nothing here\nThe status is 404, of /gone?a=1.',
    );
  });

  test('a field or button that does not come is said with those that are there', async () => {
    const visit = await visitorOf(rows, { script });
    await expect(visit('/').click('Nope')).rejects.toThrow(
      'No button or link is named "Nope"; there are: "Up", "Up", "Send all", "Home".',
    );
    await expect(visit('/').fill('Nope', 'x')).rejects.toThrow(
      'No field is named "Nope"; there are: "Port", "Port", "Note".',
    );
  });

  test('a step says which of several it means', async () => {
    const visit = await visitorOf(rows, { script, patience });
    await expect((await visitorOf(rows, { script }))('/').click('Up')).rejects.toThrow(
      `2 buttons or links are named "Up". Say which by { within: 'a text of its row' } or { nth: 1 }; they are in: 1. "Bergen Up", 2. "Oslo Up".`,
    );
    await visit('/')
      .fill('Port', 'a', { nth: 2 })
      .fill('Port', 'b', { within: 'Bergen' })
      .fill('Note', 'c')
      .click('Send all')
      .see('You sent b, a, c');
  });

  test('a text is found whether a style sheet sets its parts apart or not', async () => {
    const visit = await visitorOf(
      `<p>Loaves: <b>2</b>. <a href="/">Up</a><a href="/">Down</a><p>1<p hidden>9<p>2
      <span style="display: none">unseen</span><noscript>without</noscript>
      <div style="display: contents">shown</div>`,
      { script, patience },
    );
    await visit('/').see('Loaves: 2.').see('2. Up Down').see('UpDown').see('1 2 ').see('shown');
    await visit('/').seeNot('12').seeNot('9').seeNot('unseen');
    await (script ? visit('/').seeNot('without') : visit('/').see('without'));
  });
});

test('a step fails before a test of Vitest does, which waits for 5 seconds', async () => {
  const page = await (await browser.newContext()).newPage();
  await page.route('**', (route) => route.fulfill({ contentType: 'text/html', body: '<p>a' }));
  const waited = skipWaiting(page);
  await expect(browserVisitor(page, origin)('/').see('Never there')).rejects.toThrow(
    'not on the page',
  );
  expect(waited()).toBeGreaterThan(1000);
  expect(waited()).toBeLessThan(4000);
});
