import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createKeyRing } from './token.js';

const secret = 'a secret of thirty-two bytes, yes';
const other = 'another secret of thirty-two bytes';
const ring = createKeyRing([secret]);

/** The text with each of its characters changed, one at a time. */
const changed = (text: string): string[] =>
  [...text].map((old, i) => text.slice(0, i) + (old === 'A' ? 'B' : 'A') + text.slice(i + 1));

/** Texts that are not sealed at all. */
const garbage = [
  '',
  'A',
  '====',
  'ü',
  'not base64!',
  'A'.repeat(38),
  'A'.repeat(39),
  'A'.repeat(400),
];

describe('sealing', () => {
  test('any sealed text opens again', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(ring.open('region', ring.seal('region', text))).toBe(text);
      }),
    );
  });

  test('the sealed text is URL-safe, different each time, and does not show what it holds', () => {
    const [one, two] = [ring.seal('region', 'x'.repeat(60)), ring.seal('region', 'x'.repeat(60))];
    expect(one).toMatch(/^[\w-]+$/);
    expect(one).not.toBe(two);
    expect(Buffer.from(one, 'base64url').includes('xxx')).toBe(false);
  });

  test('a text changed at any place does not open', () => {
    for (const text of ['', '1', '12', '{"view":"counter"}']) {
      for (const forged of changed(ring.seal('region', text))) {
        expect(ring.open('region', forged)).toBeUndefined();
      }
    }
  });

  test('a text changed in any byte does not open', () => {
    const bytes = Buffer.from(ring.seal('region', '{"view":"counter"}'), 'base64url');
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const forged = Buffer.from(bytes);
        forged[at]! ^= flip;
        expect(ring.open('region', forged.toString('base64url'))).toBeUndefined();
      }),
    );
  });

  test('a text that is cut, grown or spelt another way does not open', () => {
    const sealed = ring.seal('region', 'abc');
    for (let end = 0; end < sealed.length; end += 1) {
      expect(ring.open('region', sealed.slice(0, end))).toBeUndefined();
    }
    for (const grown of [`${sealed}A`, `${sealed}=`, ` ${sealed}`, `${sealed}\n`]) {
      expect(ring.open('region', grown)).toBeUndefined();
    }
  });

  test.each(garbage)('%j does not open', (text) => {
    expect(ring.open('region', text)).toBeUndefined();
  });

  test('a text that is sealed for one kind does not open as another', () => {
    expect(ring.open('session', ring.seal('region', 'abc'))).toBeUndefined();
  });
});

describe('signing', () => {
  test('a signature is good for its text and its kind alone', () => {
    const signature = ring.sign('session', 'abc');
    expect(signature).toMatch(/^[\w-]{43}$/);
    expect(ring.verify('session', 'abc', signature)).toBe(true);
    expect(ring.verify('session', 'abd', signature)).toBe(false);
    expect(ring.verify('csrf', 'abc', signature)).toBe(false);
  });

  test('a signature changed at any place is refused', () => {
    for (const forged of changed(ring.sign('session', 'abc'))) {
      expect(ring.verify('session', 'abc', forged)).toBe(false);
    }
  });

  test.each(garbage)('%j is no signature', (text) => {
    expect(ring.verify('session', 'abc', text)).toBe(false);
  });
});

describe('a ring of several secrets', () => {
  test('uses the first and accepts all, so that a secret can be replaced', () => {
    const before = createKeyRing([other]);
    const during = createKeyRing([secret, other]);
    expect(during.open('region', before.seal('region', 'old'))).toBe('old');
    expect(during.verify('session', 'old', before.sign('session', 'old'))).toBe(true);
    expect(ring.open('region', during.seal('region', 'new'))).toBe('new');
    expect(ring.verify('session', 'new', during.sign('session', 'new'))).toBe(true);
  });

  test('a secret that was taken out is nothing any more', () => {
    const before = createKeyRing([other]);
    expect(ring.open('region', before.seal('region', 'old'))).toBeUndefined();
    expect(ring.verify('session', 'old', before.sign('session', 'old'))).toBe(false);
  });

  test('opens with the right one of two secrets that share an id', () => {
    const idOf = (text: string) =>
      Buffer.from(createKeyRing([text]).seal('region', ''), 'base64url')[0];
    let twin = 0;
    while (idOf(`${other} ${twin}`) !== idOf(secret)) twin += 1;
    const both = createKeyRing([`${other} ${twin}`, secret]);
    expect(both.open('region', ring.seal('region', 'abc'))).toBe('abc');
  });
});

describe('a secret', () => {
  test('has 32 bytes at least, counted in UTF-8', () => {
    expect(() => createKeyRing([secret, 'x'.repeat(31)])).toThrow(
      expect.objectContaining({
        code: 'short-secret',
        message:
          'Secret 2 of 2 has 31 bytes; a secret needs at least 32. Commas in SKERRY_SECRET separate secrets.',
      }),
    );
    expect(() => createKeyRing(['x'.repeat(31)])).toThrow(
      'The secret has 31 bytes; a secret needs at least 32.',
    );
    expect(() => createKeyRing(['ü'.repeat(16)])).not.toThrow();
  });

  test('is needed', () => {
    expect(() => createKeyRing([])).toThrow(expect.objectContaining({ code: 'missing-secret' }));
  });
});
