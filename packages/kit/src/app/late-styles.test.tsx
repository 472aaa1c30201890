import { expect, test } from 'vitest';

import { chromium, serveStreamed, waiting } from '../../test/streamed-app.js';

const sheet = <link rel="stylesheet" href="/a.css" />;

/** A page with content before, with and after a style sheet. */
async function answer(headers: Record<string, string>): Promise<string> {
  const { open, part } = serveStreamed((text) => (
    <main>
      {waiting(text('first'))}
      {waiting(
        text('styled').then((name) => (
          <p>
            {sheet}
            {name}
          </p>
        )),
      )}
      {waiting(text('last'))}
    </main>
  ));
  const response = await open(headers);
  for (const name of ['first', 'styled', 'last']) {
    part(name).resolve(name);
    await new Promise((resolve) => setImmediate(resolve));
  }
  return response.text();
}

test('content with a style sheet, and what follows it, waits where no parser does that', async () => {
  const html = await answer({});
  expect([...html.matchAll(/<template (.*?)="/g)].map(([, name]) => name)).toEqual([
    'for',
    'data-for',
    'data-for',
  ]);
  expect(html).toContain('src="/late-styles.js"');
});

test('a parser that puts late content in its place waits by itself', async () => {
  const html = await answer(chromium);
  expect(html.match(/<template for=/g)).toHaveLength(3);
  expect(html).not.toContain('late-styles');
});
