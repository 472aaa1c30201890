import { describe, expect, test } from 'vitest';

import { render, template } from '../../template/template.js';
import { ReplayBuffer } from './replay-buffer.js';

interface Sent {
  readonly bytes?: number;
  readonly bound?: boolean;
}

const wide = { maxReplayFrames: 10, maxReplayBytes: 1_000 };
const tree = render(template(['<p></p>'], []), []);

/** A buffer that has shown a tree, and then sent updates named by their version. */
function bufferOf(sent: readonly Sent[], limits = wide): ReplayBuffer {
  const buffer = new ReplayBuffer();
  buffer.showTree(tree);
  sent.forEach(({ bytes = 10, bound = false }, i) =>
    buffer.noteUpdate({ update: { t: `v${i + 1}` }, bytes, bound }, limits),
  );
  return buffer;
}

const three: readonly Sent[] = [{}, {}, {}];
const lastBound: readonly Sent[] = [{}, {}, { bound: true }];
const firstBound: readonly Sent[] = [{ bound: true }, {}, {}];

describe('updates since a version', () => {
  test.each<[string, readonly Sent[], number, string[] | undefined, Partial<typeof wide>?]>([
    ['nothing was missed', three, 3, []],
    ['one was missed', three, 2, ['v3']],
    ['all were missed', three, 0, ['v1', 'v2', 'v3']],
    ['nothing was sent', [], 0, []],
    ['the version is of the future', three, 4, undefined],
    ['one that was missed names templates', lastBound, 2, undefined],
    ['one that names templates arrived', firstBound, 1, ['v2', 'v3']],
    ['those kept suffice', three, 1, ['v2', 'v3'], { maxReplayFrames: 2 }],
    ['more were missed than frames are kept', three, 0, undefined, { maxReplayFrames: 2 }],
    ['fewer bytes are kept than were missed', three, 1, undefined, { maxReplayBytes: 19 }],
    ['one is larger than all that is kept', [{ bytes: 99 }], 0, undefined, { maxReplayBytes: 98 }],
  ])('where %s', (_, sent, have, missed, limits = {}) => {
    const updates = bufferOf(sent, { ...wide, ...limits }).updatesSince(have);
    expect(updates?.map(({ t }) => t)).toEqual(missed);
  });

  test('of a buffer that has shown nothing are unknown', () => {
    expect(new ReplayBuffer().updatesSince(0)).toBeUndefined();
  });

  test('count anew after a restart', () => {
    const buffer = bufferOf(three);
    buffer.restartVersions();
    expect(buffer.updatesSince(3)).toBeUndefined();
    expect(buffer.updatesSince(0)).toEqual([]);
  });

  test('are dropped while the region rests, and its version stays', () => {
    const buffer = bufferOf(three);
    buffer.releaseMemory();
    expect(buffer.updatesSince(2)).toBeUndefined();
    expect(buffer.updatesSince(3)).toEqual([]);
  });
});

test('a dropped tree is rendered once more where it is asked for', () => {
  const buffer = bufferOf([]);
  const again = render(template(['<p></p>'], []), []);
  expect(buffer.treeOr(() => again)).toBe(tree);
  buffer.releaseMemory();
  expect(buffer.treeOr(() => again)).toBe(again);
});

test('the bytes of the replay fall as updates leave it', () => {
  const sent = [{ bytes: 100 }, { bytes: 200 }];
  const all = bufferOf(sent).replayBytes;
  expect(bufferOf(sent, { ...wide, maxReplayFrames: 1 }).replayBytes).toBeLessThan(all - 100);
  expect(new ReplayBuffer().replayBytes).toBe(0);
});
