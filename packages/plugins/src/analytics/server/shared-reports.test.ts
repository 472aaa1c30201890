import { expect, test, vi } from 'vitest';

import { MemorySink } from '../sinks/memory.js';
import { readerOf } from '../reader.js';
import { SharedReports } from './shared-reports.js';

test('a shared report is computed once until it is renewed, for each span', () => {
  const memory = new MemorySink();
  const read = vi.spyOn(memory, 'readReport');
  const shared = new SharedReports(readerOf(memory, () => ({ day: '2026-08-01', count: 7 })));
  shared.renew();
  const first = shared.readReport('hour');
  expect([shared.readReport('hour'), shared.readReport('hour')]).toEqual([first, first]);
  shared.readReport('day');
  expect(read.mock.calls).toEqual([['hour'], ['day']]);
  memory.take({ at: Date.now(), metric: 'view', name: '/' });
  shared.renew();
  expect(shared.readReport('hour').counts['view']).toEqual([{ name: '/', count: 1 }]);
});

test('a report is not shared while nobody renews it', () => {
  const memory = new MemorySink();
  const shared = new SharedReports(readerOf(memory, () => ({ day: '2026-08-01', count: 7 })));
  const views = () => shared.readReport('hour').counts['view']?.[0]?.count ?? 0;
  const seen = [views()];
  shared.renew();
  seen.push(views());
  shared.release();
  memory.take({ at: Date.now(), metric: 'view', name: '/' });
  seen.push(views());
  expect(seen).toEqual([0, 0, 1]);
});
