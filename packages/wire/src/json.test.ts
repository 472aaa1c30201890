import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseFrame } from './json.js';
import { wireLimits } from './limits.js';
import { WireError } from './message.js';

const parse = (frame: string | Uint8Array, limits = {}): unknown =>
  parseFrame(frame, { ...wireLimits, ...limits });

function fault(frame: string | Uint8Array, limits = {}): string {
  const parsed = parse(frame, limits);
  return parsed instanceof WireError ? parsed.code : 'none';
}

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const nested = (levels: number, open = '[', close = ']'): string =>
  open.repeat(levels) + close.repeat(levels);

describe('depth', () => {
  test('32 levels are read, 33 are too deep', () => {
    expect(JSON.stringify(parse(nested(32)))).toBe(nested(32));
    expect(fault(nested(33))).toBe('too-deep');
  });

  test('objects count as arrays do', () => {
    expect(parse(`${'{"a":['.repeat(16)}${']}'.repeat(16)}`)).toBeInstanceOf(Object);
    expect(fault(`${'{"a":['.repeat(16)}{}${']}'.repeat(16)}`)).toBe('too-deep');
  });

  test('is a matter of nesting, not of number', () => {
    expect(parse(`[${Array(1000).fill('[]').join()}]`)).toHaveLength(1000);
  });

  test('is checked before anything is parsed, so 200,000 levels cost 33', () => {
    const maxPayload = 1_000_000;
    expect(fault(nested(200_000), { maxPayload })).toBe('too-deep');
    expect(fault('['.repeat(200_000), { maxPayload })).toBe('too-deep');
    expect(fault(nested(200_000))).toBe('too-large');
  });

  test('brackets and commas in strings do not count', () => {
    const text = '[{'.repeat(100) + ','.repeat(20_000);
    expect(parse(JSON.stringify([text]))).toEqual([text]);
  });

  test.each([
    String.raw`"`,
    String.raw`\"`,
    '\\',
    String.raw`\\"`,
    String.raw`x\\`,
    '"[[',
    String.raw`\u0022[`,
  ])('a string ends where JSON ends it: %j', (text) => {
    expect(parse(JSON.stringify([text, nested(31)]))).toEqual([text, nested(31)]);
    const after = `[${JSON.stringify(text)},${nested(31)}]`;
    expect(parse(after)).toEqual(JSON.parse(after));
    expect(fault(`[${JSON.stringify(text)},${nested(32)}]`)).toBe('too-deep');
  });
});

describe('number of values', () => {
  test('10,000 are read, one more is too many', () => {
    const items = (count: number) => `[${Array(count).fill('1').join()}]`;
    expect(parse(items(9_999))).toHaveLength(9_999);
    expect(fault(items(10_000))).toBe('too-many-values');
  });

  test('the members of objects count', () => {
    const members = (count: number) =>
      `{${Array.from({ length: count }, (_, i) => `"${i}":0`).join()}}`;
    expect(parse(members(99), { maxValues: 100 })).toHaveProperty('98');
    expect(fault(members(100), { maxValues: 100 })).toBe('too-many-values');
  });

  test('an empty array counts as two', () => {
    expect(parse('[[],[]]', { maxValues: 5 })).toEqual([[], []]);
    expect(fault('[[],[]]', { maxValues: 4 })).toBe('too-many-values');
  });
});

describe('size', () => {
  // Each text is one character of so many bytes in UTF-8.
  test.each([
    ['a', 1],
    ['é', 2],
    ['߿', 2],
    ['ࠀ', 3],
    ['€', 3],
    ['\uffff', 3],
    ['😀', 4],
    ['\u{10ffff}', 4],
  ])('%j counts %i bytes, as text and as bytes', (character, bytes) => {
    const room = 99 * bytes + 2;
    const fits = JSON.stringify(character.repeat(99));
    const exceeds = JSON.stringify(`${character.repeat(99)}a`);
    for (const [frame, longer] of [
      [fits, exceeds],
      [utf8(fits), utf8(exceeds)],
    ] as const) {
      expect(parse(frame, { maxPayload: room })).toBe(character.repeat(99));
      expect(fault(longer, { maxPayload: room })).toBe('too-large');
    }
  });

  test('65,536 bytes are read, one more is too large', () => {
    expect(parse(`"${'a'.repeat(65_534)}"`)).toHaveLength(65_534);
    expect(fault(`"${'a'.repeat(65_535)}"`)).toBe('too-large');
    expect(fault(`"${'😀'.repeat(16_384)}"`)).toBe('too-large');
  });

  test('comes before every other fault', () => {
    expect(fault(`${nested(33)}!`, { maxPayload: 10 })).toBe('too-large');
    expect(fault(new Uint8Array(11).fill(0xff), { maxPayload: 10 })).toBe('too-large');
  });
});

describe('encoding', () => {
  test.each([
    ['a byte that never occurs', [0x22, 0xff, 0x22]],
    ['a start without its end', [0x22, 0xe2, 0x82, 0x22]],
    ['an end without its start', [0x22, 0x80, 0x22]],
    ['an overlong spelling', [0x22, 0xc0, 0xa2, 0x22]],
    ['a surrogate', [0x22, 0xed, 0xa0, 0x80, 0x22]],
    ['a character beyond the last', [0x22, 0xf4, 0x90, 0x80, 0x80, 0x22]],
  ])('%s is refused, and what comes next is read', (_, bytes) => {
    expect(fault(Uint8Array.from(bytes))).toBe('not-utf8');
    expect(parse(utf8('"€"'))).toBe('€');
  });

  test('a part of a larger buffer is read as that part', () => {
    expect(parse(utf8('xx[1]xx').subarray(2, 5))).toEqual([1]);
  });

  test('a byte order mark is no JSON', () => {
    expect(fault(utf8('\ufeff[]'))).toBe('not-json');
    expect(fault('\ufeff[]')).toBe('not-json');
  });

  test('half a surrogate pair is a string like any other', () => {
    expect(parse(String.raw`["\ud83d"]`)).toEqual(['\ud83d']);
    expect(parse('["\ud83d"]')).toEqual(['\ud83d']);
    expect(parse(utf8(String.raw`["\ude00\ud83d"]`))).toEqual(['\ude00\ud83d']);
  });
});

describe('the key __proto__', () => {
  test.each([
    '{"__proto__":1}',
    '[{"a":{"__proto__":{"admin":true}}}]',
    '{"__proto__":1,"__proto__":2}',
    String.raw`{"\u005f_proto__":1}`,
    String.raw`{"\u005F_proto__":1}`,
    String.raw`{"__prot\u006f__":1}`,
    String.raw`{"__prot\u006F__":1}`,
    String.raw`{"__\u0070roto__":1}`,
    String.raw`{"__pro\u0074o__":1}`,
    String.raw`{"\u005f\u005f\u0070\u0072\u006f\u0074\u006f\u005f\u005f":1}`,
  ])('is refused in %s', (frame) => {
    expect(fault(frame)).toBe('bad-frame');
    expect(fault(utf8(frame))).toBe('bad-frame');
  });

  test('is a text like any other', () => {
    expect(parse('["__proto__",{"name":"__proto__"}]')).toEqual([
      '__proto__',
      { name: '__proto__' },
    ]);
    expect(parse(String.raw`["\u005f_proto__"]`)).toEqual(['__proto__']);
  });

  test('is a part of other keys', () => {
    expect(parse('{"___proto__":1,"__proto__ ":2,"__PROTO__":3}')).toEqual({
      ___proto__: 1,
      '__proto__ ': 2,
      __PROTO__: 3,
    });
  });
});

describe('an object as `constructor`', () => {
  test.each([
    '{"constructor":{"prototype":{"admin":true}}}',
    '{"constructor":{"keys":null}}',
    '{"constructor":{}}',
    '[{"a":[{"constructor":{"prototype":{}}}]}]',
    '{"constructor":[{"constructor":{}}]}',
    String.raw`{"c\u006fnstructor":{"prototype":{}}}`,
    String.raw`{"constructor":{"\u0070rototype":{}}}`,
    String.raw`{"\u0063\u006F\u006e\u0073\u0074\u0072\u0075\u0063\u0074\u006f\u0072":{"prot\u006ftype":{}}}`,
  ])('is refused in %s', (frame) => {
    expect(fault(frame)).toBe('bad-frame');
    expect(fault(utf8(frame))).toBe('bad-frame');
  });

  test.each([
    '{"constructor":"Ferrari","driver":"Leclerc"}',
    '{"constructor":["prototype",{}]}',
    '{"constructor":null}',
    '{"prototype":{"constructor":1}}',
    '["constructor","prototype"]',
  ])('is none in %s', (frame) => {
    expect(parse(frame)).toEqual(JSON.parse(frame));
  });

  test('would reach the prototype of all objects through a handler that merges payloads', () => {
    const merge = (into: Record<string, any>, from: Record<string, any>): void => {
      for (const [name, value] of Object.entries(from))
        if (typeof value === 'object' && value !== null) merge((into[name] ??= {}), value);
        else into[name] = value;
    };
    const frame = '{"constructor":{"prototype":{"admin":true},"ours":true}}';
    try {
      merge({}, JSON.parse(frame));
      expect([Reflect.get({}, 'admin'), Reflect.get(Object, 'ours')]).toEqual([true, true]);
    } finally {
      Reflect.deleteProperty(Object.prototype, 'admin');
      Reflect.deleteProperty(Object, 'ours');
    }
    expect(fault(frame)).toBe('bad-frame');
  });
});

test('depth and number are those of the value that the text spells', () => {
  fc.assert(
    fc.property(fc.jsonValue({ stringUnit: 'binary' }), fc.constantFrom(0, 2), (value, indent) => {
      const text = JSON.stringify(value, null, indent);
      const [maxDepth, maxValues] = measure(value);
      const bounds = { maxDepth, maxValues };
      expect(['none', 'bad-frame']).toContain(fault(text, bounds));
      expect(fault(text, { ...bounds, maxValues: maxValues - 1 })).toBe('too-many-values');
      if (maxDepth > 0) expect(fault(text, { ...bounds, maxDepth: maxDepth - 1 })).toBe('too-deep');
    }),
  );
});

/** Levels of a value, and the number of values in it. */
function measure(value: unknown): [depth: number, values: number] {
  if (typeof value !== 'object' || value === null) return [0, 1];
  const inner = Object.values(value).map(measure);
  return [
    1 + Math.max(0, ...inner.map(([depth]) => depth)),
    inner.length === 0 ? 2 : inner.reduce((sum, [, values]) => sum + values, 1),
  ];
}

test.each([
  '',
  ' ',
  '[',
  ']',
  '[1,]',
  "['a']",
  'undefined',
  'NaN',
  '{a:1}',
  '"',
  '"\\',
  '[1]]',
  '\0',
])('%j is not JSON', (frame) => {
  expect(fault(frame)).toBe('not-json');
  expect(fault(utf8(frame))).toBe('not-json');
});
