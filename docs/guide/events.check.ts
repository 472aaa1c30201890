import { mountLive } from '@skerry/kit/testing';
import { expect, test } from 'vitest';

import Finder from './live/finder.live.tsx';

test('a finder finds, and closes by a key or a click elsewhere', async () => {
  const finder = await mountLive(Finder);
  await finder.input('input', 'Bo');
  expect(finder.state.found).toEqual(['Bodø']);
  await finder.click('Settings');
  expect(finder.text()).toContain('closes this');
  await finder.raise('window-keydown', 'p', { key: 'Escape' });
  expect(finder.state.isOpen).toBe(false);
  await finder.click('Remove');
  expect(finder.state.gone).toEqual(['Bodø']);
  expect(finder.emitted).toEqual([['skerry:announce', 'Bodø is removed.']]);
});
