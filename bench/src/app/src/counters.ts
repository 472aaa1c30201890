import type { CounterProps } from './islands/counter.js';

/** Props of so many counters. */
export const counters = (from: number, count: number): CounterProps[] =>
  Array.from({ length: count }, (_, i) => ({ label: `counter ${from + i}`, start: from + i }));
