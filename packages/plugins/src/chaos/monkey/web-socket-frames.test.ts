import { describe, expect, test } from 'vitest';

import { FrameReader, opcodes, writeFrame } from './web-socket-frames.js';

/** A frame as servers write it: without a mask. */
function served(payload: Buffer): Buffer {
  const masked = writeFrame(opcodes.text, payload);
  const start = masked.length - payload.length;
  const head = Buffer.from(masked.subarray(0, start - 4));
  head[1] = (head[1] as number) & 0x7f;
  return Buffer.concat([head, payload]);
}

describe('the frames of a WebSocket', () => {
  test.each([
    [0, '8180'],
    [125, '81fd'],
    [126, '81fe007e'],
    [65_535, '81feffff'],
    [65_536, '81ff0000000000010000'],
  ])('of %i bytes begin as RFC 6455 says, and carry a mask of zeros', (length, head) => {
    const payload = Buffer.alloc(length, 'x');
    const frame = writeFrame(opcodes.text, payload);
    const size = head.length / 2;
    expect(frame.subarray(0, size).toString('hex')).toBe(head);
    expect(frame.subarray(size, size + 4)).toEqual(Buffer.alloc(4));
    expect(frame.subarray(size + 4).equals(payload)).toBe(true);
  });

  test('are read whole, however their bytes come', () => {
    const lengths = [0, 3, 126, 70_000];
    const bytes = Buffer.concat(lengths.map((length) => served(Buffer.alloc(length, 'y'))));
    for (const step of [1, 7, 1_000, bytes.length]) {
      const reader = new FrameReader();
      const read: number[] = [];
      for (let at = 0; at < bytes.length; at += step)
        for (const { opcode, payload } of reader.readFrames(bytes.subarray(at, at + step))) {
          expect(opcode).toBe(opcodes.text);
          read.push(payload.length);
        }
      expect(read).toEqual(lengths);
    }
  });
});
