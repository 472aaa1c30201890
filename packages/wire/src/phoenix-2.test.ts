import { describe, expect, test } from 'vitest';
import { wireLimits } from './limits.js';
import { phoenix2 } from './phoenix-2.js';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const decode = (frame: Uint8Array, limits = {}) =>
  phoenix2.decode(frame, { ...wireLimits, ...limits });

/** A binary push as the npm client `phoenix` 1.8 writes it. */
function push(
  joinRef: string,
  ref: string,
  topic: string,
  event: string,
  payload = [1, 2, 3],
): Uint8Array {
  const head = [joinRef, ref, topic, event].map(utf8);
  return Uint8Array.from([
    0,
    ...head.map((field) => field.length),
    ...head.flatMap((field) => [...field]),
    ...payload,
  ]);
}

describe('a binary push', () => {
  test('is answered that binary payloads are not accepted', () => {
    expect(decode(push('4', '5', 'lv:a', 'upload'))).toMatchObject({
      code: 'bad-payload',
      message: 'binary payloads are not accepted',
      answerTo: { address: { channel: 'lv:a', joinRef: '4' }, ref: '5' },
    });
  });

  test('is answered so without a payload or a join_ref, and with names of several bytes a character', () => {
    expect(decode(push('', '5', 'lv:ä€😀', 'x', []))).toMatchObject({
      code: 'bad-payload',
      answerTo: { address: { channel: 'lv:ä€😀', joinRef: null }, ref: '5' },
    });
  });

  test('is found in a part of a larger buffer', () => {
    const frame = push('4', '5', 'lv:a', 'upload');
    const buffer = Uint8Array.from([9, 9, ...frame, 9]);
    expect(decode(buffer.subarray(2, -1))).toEqual(decode(frame));
  });

  test('is bounded in size as every frame is', () => {
    const frame = push('4', '5', 'lv:a', 'upload');
    expect(decode(frame, { maxPayload: frame.length })).toMatchObject({ code: 'bad-payload' });
    expect(decode(frame, { maxPayload: frame.length - 1 })).toMatchObject({ code: 'too-large' });
  });

  test('is bounded in its names as every frame is', () => {
    const long = 'x'.repeat(100);
    for (const frame of [
      push(long, '5', 'a', 'b'),
      push('4', long, 'a', 'b'),
      push('4', '5', long, 'b'),
      push('4', '5', 'a', long),
    ]) {
      expect(decode(frame, { maxName: 100 })).toMatchObject({ code: 'bad-payload' });
      expect(decode(frame, { maxName: 99 })).toMatchObject({ code: 'bad-frame' });
    }
  });
});

describe('bytes that are no binary push close the connection:', () => {
  const whole = push('4', '5', 'lv:a', 'upload', []);
  test.each<[what: string, bytes: Uint8Array]>([
    ['a reply, which only servers send', whole.with(0, 1)],
    ['a broadcast, which only servers send', whole.with(0, 2)],
    ['no ref', push('4', '', 'lv:a', 'upload')],
    ['no topic', push('4', '5', '', 'upload')],
    ['no event', push('4', '5', 'lv:a', '')],
    ['a name that is not UTF-8', whole.with(7, 0xff)],
    ['a join_ref that is not UTF-8', whole.with(5, 0xff)],
    ['a length beyond the end', whole.with(4, 7)],
    ['a text frame', utf8('["4","5","lv:a","event",{"event":"x"}]')],
  ])('%s', (_, bytes) => {
    expect(decode(bytes)).toMatchObject({ code: 'bad-frame', answerTo: undefined });
  });

  test('every shorter beginning of one', () => {
    for (let length = 0; length < whole.length; length++)
      expect(decode(whole.subarray(0, length))).toMatchObject({ code: 'bad-frame' });
  });
});
