import { mountLive } from '@skerry/kit/testing';
import { expect, test } from 'vitest';

import Finder from './live/finder.live.tsx';
import Guestbook from './live/guestbook.live.tsx';

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

test('a guest book shows what its schema says of an entry', async () => {
  const book = await mountLive(Guestbook);
  await expect(book.submit('form', { name: '', text: 'Ahoy' })).rejects.toMatchObject({
    code: 'invalid-payload',
    issues: [{ path: ['name'], message: 'Who are you?' }],
  });
  expect(book.text()).toContain('name: Who are you?');
  await book.submit('form', { name: 'Ann', text: 'Ahoy' });
  expect(book.text()).toContain('Ann: Ahoy');
  expect(book.state.problems).toEqual([]);
});
