import { mountLive } from '@skerry/kit/testing';
import { expect, test, vi } from 'vitest';

import Board from './live/board.live.tsx';
import Chat from './live/chat.live.tsx';
import Dice from './live/dice.live.tsx';
import Map from './live/map.live.tsx';
import Note from './live/note.live.tsx';
import Report from './live/report.live.tsx';
import Safe from './live/safe.live.tsx';
import Search from './live/search.live.tsx';

const log = { info: vi.fn(), warn: vi.fn(), error: vi.fn() };

test('dice are thrown', async () => {
  const dice = await mountLive(Dice);
  expect(dice.html()).not.toContain('<b>');
  await dice.click('Throw');
  expect(dice.state.sum).toBe(dice.state.last);
  expect(dice.html()).toContain(`<b>${dice.state.last}</b>`);
});

test('a line of the chat reaches the region that says it, and its end is reported', async () => {
  const told = vi.spyOn(console, 'log').mockReturnValue();
  const chat = await mountLive(Chat, { props: { name: 'Ann' } });
  await chat.submit('form', { text: 'Ahoy' });
  expect(chat.text()).toContain('Ann Ahoy');
  await chat.publish('chat:line', { id: 2, from: 'Bo', text: 'Ahoy to you' });
  expect(chat.state.lines.size).toBe(2);
  await chat.leave();
  expect(told.mock.calls).toEqual([['Ann is gone: left']]);
});

test('a report is written', async () => {
  const report = await mountLive(Report);
  await report.click('Write');
  expect(report.text()).toContain('4 ports, all calm.');
});

test('a search shows its results, and keeps them while it searches again', async () => {
  const search = await mountLive(Search, { log });
  expect(search.state.ports).toMatchObject({ status: 'ready' });
  await search.input('input', 'ber');
  expect(search.state.ports).toEqual({ status: 'ready', value: ['Bergen'] });
  await search.input('input', 'Llanfairpwllgwyngyll and on');
  expect(search.text()).toContain('No port has so long a name.');
});

test('a failed turn leaves everything as it was, and a second one resets the region', async () => {
  const safe = await mountLive(Safe, { log });
  await safe.click('Oil');
  await expect(safe.click('Open')).rejects.toThrow('failed');
  expect(safe.state).toEqual({ open: false, tries: 1 });
  expect(log.error).toHaveBeenCalled();
});

test('props reach a region inside', async () => {
  const board = await mountLive(Board);
  expect(board.text()).toContain('The lamp is green');
  await board.click('Night');
  expect(board.text()).toContain('The lamp is red; it was green at first.');
});

test('another key mounts a region inside anew', async () => {
  const board = await mountLive(Board);
  await board.click('Night');
  await board.click('New lamp');
  expect(board.text()).toContain('The lamp is red; it was red at first.');
});

test('a map is left to the page, and its attributes follow', async () => {
  const map = await mountLive(Map);
  await map.click('Closer');
  expect(map.html()).toContain('<div lv-ignore="" data-zoom="4">');
  expect(map.text()).toContain('Zoom 4');
});

test('a note shows its markup, and nothing that runs', async () => {
  const note = await mountLive(Note);
  await note.submit('form', { text: '<b onclick="alert(1)">bold</b><script>alert(1)</script>' });
  expect(note.html()).toContain('<article><b>bold</b></article>');
});
