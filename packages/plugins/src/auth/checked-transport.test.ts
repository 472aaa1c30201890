import type { FrameReceiver, Transport } from '@skerry/kit';
import { expect, test } from 'vitest';

import { CheckedTransport } from './checked-transport.js';

/** A carrier whose identity the test reads. */
function setUp() {
  const seen: string[] = [];
  const identity = { checking: undefined as Promise<void> | undefined, isEnded: false };
  const note = (name: string) => () => void seen.push(name);
  const inner: Transport = {
    buffered: 5,
    deliverTo: note('deliverTo'),
    send: (text) => void seen.push(text),
    close: note('close'),
    drop: note('drop'),
    pause: note('pause'),
    resume: note('resume'),
  };
  const checked = new CheckedTransport(inner, () => identity);
  const receiver: FrameReceiver = {
    admitFrame: () => true,
    receiveFrame() {},
    onDrained: note('onDrained'),
    onClosed() {},
  };
  checked.deliverTo(receiver);
  seen.length = 0;
  let finish = (): void => {};
  const read = () =>
    (identity.checking = new Promise<void>((resolve) => {
      finish = () => {
        identity.checking = undefined;
        resolve();
      };
    }));
  return { seen, identity, checked, read, finish: () => finish() };
}

test('frames go out at once while no identity is read', () => {
  const { seen, checked } = setUp();
  checked.send('a');
  expect([seen, checked.buffered]).toEqual([['a'], 5]);
});

test('frames wait in their order while identity is read, and are counted as waiting', async () => {
  const { seen, checked, read, finish } = setUp();
  const reading = read();
  checked.send('a');
  finish();
  checked.send('bc');
  expect([seen, checked.buffered]).toEqual([[], 8]);
  await reading;
  await Promise.resolve();
  expect([seen, checked.buffered]).toEqual([['a', 'bc', 'onDrained'], 5]);
});

test('frames that wait are dropped if the login is over, or the carrier is closed', async () => {
  for (const end of ['login', 'close', 'drop'] as const) {
    const { seen, identity, checked, read, finish } = setUp();
    const reading = read();
    checked.send('secret');
    if (end === 'login') identity.isEnded = true;
    if (end === 'close') checked.close('reconnect', 'Bye.');
    if (end === 'drop') checked.drop();
    finish();
    await reading;
    await Promise.resolve();
    expect([end, seen.includes('secret'), checked.buffered]).toEqual([end, false, 5]);
  }
});
