import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';

import { Random } from '../../../../test/fuzz/random.js';
import { allSteps, Clock, sequence } from '../../test/field-world.js';
import {
  editField,
  forgetField,
  isUntold,
  releaseField,
  type Memory,
  type Moment,
  settleField,
} from './field-rules.js';

const calm: Moment = {
  shown: 'old',
  left: 'old',
  before: 'old',
  said: 'old',
  after: 'new',
  isFinal: false,
  waits: false,
  isUnreadable: false,
};
/** A field that shows its visitor's entry. */
const entered = { ...calm, shown: 'mine', left: 'mine' };
/** The same as the server answers it. */
const answered = { ...entered, answered: 'mine' };
const own = (more?: Memory): Memory => ({ mine: true, isOwn: true, isGiven: true, ...more });
const refusal = { ...answered, after: 'old', isFinal: true };

test.each<[string, Memory, Moment, string]>([
  ['that nobody touched follows the server', {}, calm, 'new'],
  ['that was edited and not sent is kept', own(), entered, 'mine'],
  ['an event of which waits is kept', own(), { ...entered, waits: true }, 'mine'],
  ['back at the old value is kept while an event waits', {}, { ...calm, waits: true }, 'old'],
  ['shows the answer', own(), answered, 'new'],
  ['shows the answer while it is typed in', own({ isTyped: true }), answered, 'new'],
  ['changed since then is kept', own(), { ...answered, answered: 'min' }, 'mine'],
  [
    'changed back since then is kept',
    { mine: false, isOwn: true },
    { ...calm, answered: 'mine' },
    'old',
  ],
  ['that is refused shows the old value', own(), refusal, 'old'],
  ['that is refused while typed in does too', own({ isTyped: true }), refusal, 'old'],
  ['that is ignored shows the old value', own(), { ...answered, after: 'old' }, 'old'],
  [
    'that is ignored while typed in waits for the visitor',
    own({ isTyped: true }),
    { ...answered, after: 'old' },
    'mine',
  ],
  [
    'that is trimmed while typed in waits for the visitor',
    own({ isTyped: true }),
    { ...answered, after: 'mine ' },
    'mine',
  ],
  [
    'that is emptied while typed in waits for the visitor, whatever the server’s value',
    own({ isTyped: true }),
    { ...answered, shown: '', left: '', answered: '', after: '0' },
    '',
  ],
  ['without a value in the view is kept', own({ isGiven: false }), answered, 'mine'],
  ['that cannot be read is kept', own(), { ...refusal, isUnreadable: true }, 'mine'],
  ['that is composed in is kept', own({ isComposed: true }), refusal, 'mine'],
  ['whose chosen option is gone follows the server', own(), { ...entered, left: undefined }, 'new'],
  ['some of whose options are gone keeps the others', own(), { ...entered, left: 'min' }, 'min'],
])('a field %s', (_, memory, moment, shown) => {
  expect(settleField(memory, moment)).toBe(shown);
});

describe('a field remembers', () => {
  test('a choice that the server once made too', () => {
    const memory: Memory = {};
    editField(memory, 'mine', 'old');
    expect(settleField(memory, { ...entered, after: 'mine' })).toBe('mine');
    expect(settleField(memory, { ...entered, before: 'mine' })).toBe('mine');
  });

  test('a decision during a composition', () => {
    const memory: Memory = { isComposed: true };
    editField(memory, 'abc', 'old');
    expect(settleField(memory, { ...calm, shown: 'abc', left: 'abc' })).toBe('abc');
    memory.isComposed = false;
    editField(memory, 'old', 'new');
    expect(settleField(memory, { ...calm, before: memory.held! })).toBe('new');
  });

  test('nothing after a reset, even when an older event is answered', () => {
    const memory = own();
    releaseField(memory);
    expect(settleField(memory, { ...calm, answered: 'mine' })).toBe('new');
  });

  test('that a new region knows nothing', () => {
    const memory = own();
    expect(settleField(memory, { ...answered, after: 'mine' })).toBe('mine');
    const anew = { ...entered, before: 'mine', after: 'old' };
    expect(isUntold(memory, anew)).toBe(false);
    forgetField(memory);
    expect(settleField(memory, anew)).toBe('mine');
    expect(isUntold(memory, anew)).toBe(true);
    expect(isUntold(memory, { ...anew, waits: true })).toBe(false);
  });
});

test('in every state a field shows its own value or the server’s, and never loses an entry under way', () => {
  const texts = ['a', 'b', 'a '];
  const flags = [false, true];
  let states = 0;
  const each = <Item>(items: readonly Item[], then: (item: Item) => void) => items.forEach(then);
  each(texts, (shown) =>
    each(texts, (before) =>
      each(texts, (after) =>
        each([undefined, ...texts], (event) =>
          each([undefined, ...texts], (told) =>
            each([...Array(256).keys()], (bits) => {
              const flag = (bit: number) => flags[(bits >> bit) & 1]!;
              const moment: Moment = {
                shown,
                left: shown,
                before,
                said: before,
                after,
                answered: event,
                isFinal: flag(0),
                waits: flag(1),
                isUnreadable: flag(2),
              };
              const [isGiven, isComposed, isTyped] = [flag(3), flag(4), flag(5)];
              const remembered = { mine: flag(6), isOwn: flag(7), told };
              const memory: Memory = { ...remembered, isGiven, isComposed, isTyped };
              const result = settleField(memory, moment);
              const { waits, isUnreadable } = moment;
              if (waits || isComposed || isUnreadable) expect(result).toBe(shown);
              else if (event === shown && isGiven && (!isTyped || moment.isFinal))
                expect(result).toBe(after);
              else expect([shown, after]).toContain(result);
              // Nothing that happens without the visitor is decided twice in two ways.
              if (memory.held === undefined)
                expect(
                  settleField(memory, {
                    ...moment,
                    shown: result,
                    left: result,
                    before: after,
                    said: after,
                    answered: undefined,
                  }),
                ).toBe(result);
              states++;
            }),
          ),
        ),
      ),
    ),
  );
  expect(states).toBe(3 ** 3 * 4 ** 2 * 256);
});

// `npm run fuzz:fields` takes many more, from another beginning each time.
const isLong = process.env.MODE === 'fuzz';
const seed = isLong ? Date.now() % 1_000_000 : 7;
const count = isLong ? 100_000 : 3_000;

let clock = new Clock();
let random = new Random(seed);

beforeAll(() => {
  vi.stubGlobal('setTimeout', (call: () => void, wait: number) => clock.after(wait, call));
  vi.stubGlobal('clearTimeout', (id: number) => clock.cancel(id));
  // Waits between attempts are spread at random.
  vi.spyOn(Math, 'random').mockImplementation(() => random.below(1000) / 1000);
});
afterAll(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

test(
  `no letter is lost, none returns, and fields show what the server has at rest (seed ${seed})`,
  () => {
    const taken = new Set<string>();
    for (let index = 0; index < count; index++) {
      random = new Random(seed * 1_000_003 + index);
      clock = new Clock();
      const { faults, story, steps } = sequence(random, clock);
      if (faults.length)
        expect.fail(`Sequence ${index} of seed ${seed}:\n${[...story, ...faults].join('\n')}`);
      for (const step of steps) taken.add(step);
    }
    expect(taken).toEqual(new Set(allSteps));
  },
  20 * 60_000,
);
