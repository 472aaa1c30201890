import type { RunnableDevEnvironment } from 'vite';
import { expect, test } from 'vitest';

import { startTestServer } from '../../test/test-server.js';

const page = (framework: string) => `
  import Shown from '../islands/shown.${framework}.tsx';
  export default () => <main><Shown client:load /></main>;`;

/** A component without a first line, and islands that reach it. */
const files = {
  'src/components/button.tsx': `export const Button = () => <button class="shared">Press</button>;`,
  'src/components/index.ts': `export * from './button.tsx'; export type { Size } from './size.tsx';`,
  'src/components/size.tsx': `export type Size = 1; export const Sized = () => <i />;`,
  'src/islands/shown.island.tsx': `import { Button } from '../components/index.ts'; export default () => <p><Button /></p>;`,
  'src/islands/shown.react.tsx': `import { Button } from '../components/button.tsx'; export default () => <p><Button /></p>;`,
  'src/pages/preact.tsx': page('island'),
  'src/pages/react-too.tsx': page('react'),
  'src/pages/plain.tsx': `
    import { Button } from '../components/index.ts';
    export default () => <main><Button /></main>;`,
};

test('a component of islands without a first line is refused on the server, with the line to write', async () => {
  await using server = await startTestServer(files);
  const { runner } = server.vite.environments.ssr as RunnableDevEnvironment;
  const loaded = (file: string) => runner.import(file);
  await expect(loaded('/src/islands/shown.island.tsx')).rejects.toThrow(
    'src/islands/shown.island.tsx is code of islands and reaches src/components/button.tsx, whose JSX is that of pages and live views. ' +
      'Begin src/components/button.tsx with the line /** @jsxImportSource preact */, or move it into a folder `islands`.',
  );
  await expect(loaded('/src/islands/shown.react.tsx')).rejects.toThrow(
    'the line /** @jsxImportSource react */',
  );
  const html = async (path: string) => (await fetch(server.origin + path)).text();
  expect(await html('/plain')).toContain('<main><button class="shared">Press</button></main>');

  const button = await server.app.read('src/components/button.tsx');
  await server.app.write('src/components/button.tsx', `/** @jsxImportSource preact */ ${button}`);
  await expect
    .poll(() => html('/preact'))
    .toContain('<p><button class="shared">Press</button></p>');
});
