import { afterAll, beforeAll, expect, test, vi } from 'vitest';

import type { RunFailure } from './run-failures.js';
import { startTestServer, type TestServer } from '../../test/test-server.js';

const files = {
  'src/parts/block.tsx': `
export const Block = () => (
  <section>
    a
  </section>
);
`,
  'src/live/stay.live.tsx': `
import { defineLive } from '@skerry/kit';
export default defineLive({ mount: () => ({}) }, () => <div>a</div>);
`,
  'src/pages/component.tsx': `
import { Block } from '../parts/block.js';

export default function Composed() {
  return (
    <main>
      <p>
        {[1].map(() => <Block />)}
      </p>
    </main>
  );
}
`,
  'src/pages/view.tsx': `
import Stay from '../live/stay.live.js';
const Line = () => <p>Counter: <Stay /></p>;
export default () => <main><Line /></main>;
`,
};

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer(files);
});
afterAll(() => server[Symbol.asyncDispose]());

/** The error that the overlay shows of a page. */
async function shown(path: string): Promise<{ message: string; loc?: object }> {
  const send = vi.spyOn(server.vite.environments.client.hot, 'send');
  const { status } = await fetch(server.origin + path);
  expect(status).toBe(500);
  const [, failure] = send.mock.calls.at(-1) as unknown as [string, RunFailure];
  send.mockRestore();
  return failure.err;
}

test('the overlay names both components of a page that browsers would repair, with file and line', async () => {
  expect(await shown('/component')).toMatchObject({
    message: expect.stringContaining(
      '<section> of Block (src/parts/block.tsx:3) cannot be inside <p> of Composed (src/pages/component.tsx:7): ',
    ),
    loc: { file: 'src/parts/block.tsx', line: 3, column: 0 },
  });
  expect(await shown('/view')).toMatchObject({
    message: expect.stringContaining(
      '<div> (src/live/stay.live.tsx:3) cannot be inside <p> of Line (src/pages/view.tsx:3): ',
    ),
  });
});

test('a page that browsers would not repair is sent without a trace of the inspection', async () => {
  const html = await (await fetch(`${server.origin}/counter`)).text();
  expect(html).toContain('<skerry-live ');
  expect(html).not.toMatch(/\.tsx(?!["?])/);
});
