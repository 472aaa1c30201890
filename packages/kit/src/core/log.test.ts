import { Console } from 'node:console';
import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';

import { namedLog, printableLog } from './log.js';

/** A console, and what it has written. */
function terminal(): { console: Console; written(): string } {
  const stream = new PassThrough();
  return { console: new Console(stream), written: () => String(stream.read() ?? '') };
}

test('a printable log writes messages that act on no terminal and fake no line', () => {
  const { console, written } = terminal();
  const log = printableLog(console);
  log.info('visit of /\u001b[2J\u202e');
  log.warn('one\ntwo');
  expect(written()).toBe('visit of /\\u001b[2J\\u202e\none\n    two\n');
});

test('details go along as text, and a message is no format', () => {
  const { console, written } = terminal();
  const log = printableLog(console);
  log.error('path /%d0%b0 failed: %s %o', { at: 'x\u009b2J' });
  expect(written()).toBe("path /%d0%b0 failed: %s %o { at: 'x\\x9B2J' }\n");
  const error = Object.assign(new Error('a\nINFO b'), { stack: '' });
  log.error('It failed:', error);
  expect(written()).toBe('It failed: Error: a\n  | INFO b\n');
});

test('a message is bounded', () => {
  const { console, written } = terminal();
  printableLog(console).info('x'.repeat(60_000));
  expect(written().length).toBeLessThan(10_100);
});

test('a named log names its writer', () => {
  const { console, written } = terminal();
  const log = namedLog(printableLog(console), 'acme:visits');
  log.info('ready', 5);
  log.warn('slow');
  log.error('late');
  expect(written()).toBe('[acme:visits] ready 5\n[acme:visits] slow\n[acme:visits] late\n');
});
