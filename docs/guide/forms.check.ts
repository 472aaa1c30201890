import { mountLive } from '@skerry/kit/testing';
import { expect, test } from 'vitest';

import Booking from './live/booking.live.tsx';
import Crew from './live/crew.live.tsx';
import Join from './live/join.live.tsx';

test('a booking is checked, refused for want of places, and made', async () => {
  const booking = await mountLive(Booking);
  await booking.input('form', { name: '', places: '0', _target: 'places' });
  expect(booking.text()).toContain('At least one.');
  expect(booking.text()).not.toContain('Say who travels.');
  await booking.submit('form', { name: 'Ann', places: '9', car: ['', 'on'], meals: ['', 'lunch'] });
  expect(booking.text()).toContain('Only 4 left.');
  await booking.submit('form', { places: '2' });
  expect(booking.text()).toContain('Booked for Ann.');
  expect(booking.html()).toMatch(/name="places"[^>]* value="1"/);
});

test('one of the crew is renamed', async () => {
  const crew = await mountLive(Crew);
  await crew.send('rename', { name: 'Bea', _key: 'b2' });
  expect(crew.text()).toContain('b2 is Bea');
});

test('a password is not in the state, and a taken name is an error', async () => {
  const join = await mountLive(Join);
  await join.submit('form', { name: 'Ann', password: 'correct horse' });
  expect(join.text()).toContain('Taken.');
  expect(JSON.stringify(join.state)).not.toContain('horse');
  await join.submit('form', { name: 'Bo', password: 'correct horse' });
  expect(join.redirectedTo).toBe('/');
});
