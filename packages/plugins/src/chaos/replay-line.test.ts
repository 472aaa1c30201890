import { expect, test } from 'vitest';

import { readReplayLine, replayLine } from './replay-line.js';

test('a replay line is read back from a log, whatever stands before it', () => {
  const replay = { seed: 4711, faults: { connections: { drop: 0.1, up: { latency: 3 } } } };
  expect(readReplayLine(`12:00 [skerry:chaos] ${replayLine(replay)}`)).toEqual(replay);
});

test('a replay line leaves out the rules of HTTP, which may hold functions', () => {
  expect(replayLine({ seed: 1, faults: { http: { allow: [/x/] } } })).toBe(
    'chaos replay {"seed":1,"faults":{}}',
  );
});

test.each(['', 'chaos replay', 'chaos replay {"seed":1', 'chaos replay {"seed":"1","faults":{}}'])(
  'a line that is no replay line is refused with the next step: %j',
  (line) => {
    expect(() => readReplayLine(line)).toThrow('is no replay line. Copy the whole line');
  },
);
