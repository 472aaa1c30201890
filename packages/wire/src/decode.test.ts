import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { codecOf } from './codecs.js';
import { wireLimits } from './limits.js';
import { type ClientMessage, WireError, type WireErrorCode } from './message.js';

const join = { token: 't', have: 0, page: 'p' };
const value = { by: [1, { to: 'x' }] };
const event = { type: 'submit', event: 'save', value, seq: 7 };

/** Every kind of client frame in every version, with every field that it may have. */
const frames: Record<string, Record<ClientMessage['kind'], unknown>> = {
  'skerry-1': {
    join: [1, 0, { topic: 'lv:a', ...join }],
    event: [1, 7, 'save', value, 'submit'],
    leave: [1, 9],
    heartbeat: [0, 3],
  },
  '2.0.0': {
    join: ['4', '4', 'lv:a', 'phx_join', join],
    event: ['4', '5', 'lv:a', 'event', event],
    leave: ['4', '6', 'lv:a', 'phx_leave', {}],
    heartbeat: [null, '7', 'phoenix', 'heartbeat', {}],
  },
  '1.0.0': {
    join: { topic: 'lv:a', event: 'phx_join', payload: join, ref: '4', join_ref: '4' },
    event: { topic: 'lv:a', event: 'event', payload: event, ref: '5', join_ref: '4' },
    leave: { topic: 'lv:a', event: 'phx_leave', payload: {}, ref: '6', join_ref: '4' },
    heartbeat: { topic: 'phoenix', event: 'heartbeat', payload: {}, ref: '7', join_ref: null },
  },
};

/** JSON texts of every type, ordinary and not, and texts that are no JSON. */
const texts = [
  ...'null true false 0 -0 -1 1 1.5 1e308 1e999 9007199254740993'.split(' '),
  ...String.raw`"" "x" "phoenix" "constructor" "__proto__" "\ud800"`.split(' '),
  ...'[] [[]] [null] [1,"x",{}] {} {"then":1,"toJSON":1} {"length":5,"0":1}'.split(' '),
  ...String.raw`{"__proto__":1} {"\u005f_proto__":1} {"constructor":{"prototype":{}}}`.split(' '),
  ...'nonsense " } ] ,'.split(' '),
  '',
  '['.repeat(40) + ']'.repeat(40),
  '{"a":'.repeat(40) + '1' + '}'.repeat(40),
  ...[300, 9_000, 70_000].map((length) => `"${'x'.repeat(length)}"`),
];

const mark = '@mark@';

/** A value written once for each place in it, with the mark in that place. */
function marked(whole: unknown): string[] {
  if (typeof whole !== 'object' || whole === null) return [`"${mark}"`];
  const inside = Object.entries(whole).flatMap(([key, inner]) =>
    marked(inner).map((text) => {
      const copy = structuredClone(whole) as Record<string, unknown>;
      copy[key] = JSON.parse(text);
      return JSON.stringify(copy);
    }),
  );
  return [`"${mark}"`, ...inside];
}

describe.each(Object.entries(frames))('%s', (version, kinds) => {
  const codec = codecOf(version)!;
  const decode = (frame: string | Uint8Array) => codec.decode(frame, wireLimits);
  const spelled = JSON.stringify(kinds.event);
  const places = Object.values(kinds).flatMap(marked);

  test.each(places)(
    '%s reads every JSON value in that place as a message or a typed error',
    (at) => {
      for (const text of texts) expectSound(decode(at.replace(`"${mark}"`, () => text)));
    },
  );

  test.each(places)(
    '%s reads nothing, or more, in that place as a message or a typed error',
    (at) => {
      for (const item of [`"${mark}",`, `,"${mark}"`, `"${mark}"`])
        expectSound(decode(at.replace(item, '')));
      for (const more of ['1,2', '"x","y"', '1,"more":2', '{},{}'])
        expectSound(decode(at.replace(`"${mark}"`, more)));
    },
  );

  test('reads any text or bytes as a message or a typed error', () => {
    fc.assert(
      fc.property(fc.oneof(anyText, fc.uint8Array()), (frame) => void expectSound(decode(frame))),
    );
  });

  test('reads a frame with a part lost or written over as a message or a typed error', () => {
    const frame = fc.constantFrom(...Object.values(kinds).map((kind) => JSON.stringify(kind)));
    fc.assert(
      fc.property(frame, fc.nat(), fc.nat({ max: 9 }), anyText, (whole, from, lost, other) => {
        const start = from % whole.length;
        expectSound(decode(whole.slice(0, start) + other + whole.slice(start + lost)));
      }),
    );
  });

  test.each(['constructor', 'toString', '__proto__', 'hasOwnProperty', 'then', 'mount'])(
    'an event may be called %s; its live view decides whether it exists',
    (name) => {
      const message = decode(spelled.replace('"save"', JSON.stringify(name)));
      expect(message).toMatchObject({ kind: 'event', payload: { event: name } });
    },
  );

  test('members that other code would call are data, and nothing calls them', async () => {
    const members = '{"then":"x","toJSON":{},"constructor":[],"toString":null,"length":-1}';
    const frame = spelled.replace(JSON.stringify(value), members);
    const message = withTrappedPrototype(() => decode(frame)) as ClientMessage & { kind: 'event' };
    expect(JSON.stringify(message.payload.value)).toBe(members);
    expect(await message.payload.value).toBe(message.payload.value);
  });

  const named =
    version === 'skerry-1' ? ['lv:a', 'save', 'submit', 'p'] : ['lv:a', 'save', 'submit', 'p', '4'];
  test.each(named)('a name is 256 characters long at most: %s', (name) => {
    const kind = name === 'save' || name === 'submit' ? kinds.event : kinds.join;
    const longer = (length: number) =>
      decode(JSON.stringify(kind).replaceAll(`"${name}"`, JSON.stringify('é'.repeat(length))));
    expect(longer(256)).not.toBeInstanceOf(WireError);
    expect(longer(257)).toBeInstanceOf(WireError);
    expect(longer(0)).toBeInstanceOf(WireError);
  });

  test('a token is 8,192 characters long at most', () => {
    const long = (length: number) =>
      decode(JSON.stringify(kinds.join).replace('"t"', JSON.stringify('t'.repeat(length))));
    expect(long(8_192)).toMatchObject({ kind: 'join' });
    expect(long(8_193)).toMatchObject({ code: 'bad-payload', answerTo: { address: {} } });
  });

  test.each([
    ['too-large', `"${'x'.repeat(70_000)}"`],
    ['too-deep', '['.repeat(32) + ']'.repeat(32)],
    ['too-many-values', `[${'0,'.repeat(10_000)}0]`],
    ['bad-frame', '{"__proto__":1}'],
    ['not-json', 'x'],
  ])('holds its bounds: %s', (code, text) => {
    expect(decode(spelled.replace(JSON.stringify(value), text))).toMatchObject({ code });
  });

  test('the number of an event rises from 1', () => {
    expect(decode(spelled.replace('7', '1'))).toMatchObject({ payload: { seq: 1 } });
    expect(decode(spelled.replace('7', '0'))).toMatchObject({ code: 'bad-payload' });
  });
});

test.each(['skerry-1', '1.0.0'])('%s reads bytes as text in UTF-8', (version) => {
  const codec = codecOf(version)!;
  const spelled = JSON.stringify(frames[version]!.event);
  const bytes = new TextEncoder().encode(spelled);
  expect(codec.decode(bytes, wireLimits)).toEqual(codec.decode(spelled, wireLimits));
  expect(codec.decode(Uint8Array.of(0xff), wireLimits)).toMatchObject({ code: 'not-utf8' });
});

test.each(['[]', '[1]', '[1,7,"save",null,"click",1]'])(
  'skerry-1 has no frame like %s',
  (frame) => {
    expect(codecOf('skerry-1')!.decode(frame, wireLimits)).toMatchObject({ code: 'bad-frame' });
  },
);

describe('a frame that is too large names whom to answer', () => {
  const limits = { ...wireLimits, maxPayload: 100 };
  const text = 'é'.repeat(50);
  const faultOf = (version: string, frame: unknown) =>
    codecOf(version)!.decode(typeof frame === 'string' ? frame : JSON.stringify(frame), limits);

  test.each([
    ['skerry-1', [3, 7, 'save', text, 'input'], { channel: 3, joinRef: null }, 7],
    [
      '2.0.0',
      ['4', '5', 'lv:a', 'event', { event: 'save', value: text }],
      { channel: 'lv:a', joinRef: '4' },
      '5',
    ],
    [
      '2.0.0',
      [null, '5', 'lv:a', 'event', { event: 'save', value: text }],
      { channel: 'lv:a', joinRef: null },
      '5',
    ],
  ])('%s %j', (version, frame, address, ref) => {
    expect(faultOf(version, frame)).toMatchObject({
      code: 'too-large',
      message: expect.stringContaining('100'),
      answerTo: { address, ref },
    });
  });

  test('and the event, with its size', () => {
    const frame = JSON.stringify([3, 7, 'save', text]);
    expect(faultOf('skerry-1', frame)).toMatchObject({
      message: `The event "save" takes ${Buffer.byteLength(frame)} bytes, and the server takes 100 (maxPayload).`,
    });
  });

  test.each([
    ['skerry-1', [0, 7, 'save', text]],
    ['skerry-1', [2 ** 60, 7, 'save', text]],
    ['skerry-1', [1, -7, 'save', text]],
    ['skerry-1', [1, 7, 'a "quoted" name', text]],
    ['skerry-1', [1, 7, text.repeat(10), text]],
    ['skerry-1', [1, 7, { topic: text }]],
    ['skerry-1', `[1,7${text}`],
    ['2.0.0', [text.repeat(10), '5', 'lv:a', 'event', {}]],
    ['2.0.0', ['4', '5', text.repeat(10), 'event', {}]],
    ['2.0.0', ['4', 5, 'lv:a', 'event', text]],
    ['1.0.0', { topic: 'lv:a', event: 'event', payload: text, ref: '5', join_ref: '4' }],
  ])('unless it cannot be told: %s %j', (version, frame) => {
    const fault = faultOf(version, frame);
    expect(fault).toMatchObject({ code: 'too-large' });
    expect((fault as WireError).answerTo).toBeUndefined();
  });
});

test('skerry-1 keeps channel 0 for heartbeats', () => {
  for (const frame of [
    '[0]',
    '[0,1,{"topic":"lv:a","token":"t"}]',
    '[0,1,"save",null]',
    '[-0,1,"save",null]',
  ])
    expect(codecOf('skerry-1')!.decode(frame, wireLimits)).toMatchObject({ code: 'bad-frame' });
});

test.each(['2.0.0', '1.0.0'])(
  '%s answers a push of no known kind in the words of Phoenix',
  (version) => {
    const frame = JSON.stringify(frames[version]!.leave).replace('phx_leave', 'phx_reply');
    expect(codecOf(version)!.decode(frame, wireLimits)).toMatchObject({
      code: 'unknown-event',
      message: 'unmatched topic',
      answerTo: { address: { channel: 'lv:a', joinRef: '4' }, ref: '6' },
    });
  },
);

const anyText = fc.oneof(fc.string({ unit: 'binary' }), fc.json());

const closing: WireErrorCode[] = [
  'too-deep',
  'too-many-values',
  'not-utf8',
  'not-json',
  'bad-frame',
];

/** Holds what decoding gave: a message of its shape, or a typed error that is either answered or closes. */
function expectSound(result: ClientMessage | WireError): void {
  if (!(result instanceof WireError)) return expectShape(result);
  expect(result.message).not.toBe('');
  if (closing.includes(result.code)) return expect(result.answerTo).toBeUndefined();
  expect(['too-large', 'bad-payload', 'unknown-event']).toContain(result.code);
  if (result.code === 'too-large' && !result.answerTo) return;
  expectShape({ kind: 'leave', ...result.answerTo! });
}

function expectShape(message: ClientMessage): void {
  expect(message.ref).toSatisfy(isRef);
  if (message.kind === 'heartbeat') return;
  expect(message.address.channel).toSatisfy(isRef);
  expect(message.address.joinRef).toSatisfy((joinRef) => joinRef === null || isName(joinRef));
  if (message.kind === 'join') {
    const { token, have = 0, page = 'p' } = message.payload;
    expect([message.topic, page].every(isName)).toBe(true);
    expect(token).toBeTypeOf('string');
    expect(have).toSatisfy(isCount);
  } else if (message.kind === 'event') {
    const { type, event: name, value: payload, seq = 1 } = message.payload;
    expect([type, name].every(isName)).toBe(true);
    expect(payload).not.toBeUndefined();
    expect(seq).toSatisfy((number) => isCount(number) && number !== 0);
  }
}

const isCount = (number: unknown): boolean =>
  Number.isSafeInteger(number) && (number as number) >= 0;
const isName = (name: unknown): boolean =>
  typeof name === 'string' && name !== '' && name.length <= wireLimits.maxName;
const isRef = (ref: unknown): boolean => isCount(ref) || isName(ref);

/** Runs with `then` and `toJSON` on every object, so that whatever awaits or stringifies one throws. */
function withTrappedPrototype<T>(run: () => T): T {
  const trap = {
    configurable: true,
    value: () => {
      throw new Error('Decoding called a member of a payload.');
    },
  };
  // oxlint-disable-next-line no-extend-native -- what must never be called is put where it would be
  for (const member of ['then', 'toJSON']) Object.defineProperty(Object.prototype, member, trap);
  try {
    return run();
  } finally {
    for (const member of ['then', 'toJSON']) Reflect.deleteProperty(Object.prototype, member);
  }
}
