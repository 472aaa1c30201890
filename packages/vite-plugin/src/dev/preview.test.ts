import { preview } from 'vite';
import { expect, test } from 'vitest';

import { createTestApp } from '../../test/test-app.js';
import { skerry } from '../index.js';

test('`vite preview` explains how to run the built app', async () => {
  await using app = await createTestApp();
  const started = preview({
    root: app.root,
    configFile: false,
    plugins: [skerry()],
    preview: { port: 0 },
  });
  await expect(started).rejects.toThrow(
    '`vite preview` serves only files, and the app has a server. Run `SKERRY_SECRET=… node dist/server/index.js`',
  );
});
