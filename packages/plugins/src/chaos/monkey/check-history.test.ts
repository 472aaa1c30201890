import { describe, expect, test } from 'vitest';

import { checkHistory } from './check-history.js';
import { History, type Outcome } from './history.js';

/** A history of one region, from events as `name outcome` and runs as `name`. */
function historyOf(raised: readonly string[], handled: readonly string[]): History {
  const history = new History();
  history.noteMounted('r', 's', 'view');
  for (const text of raised) {
    const [event = '', outcome] = text.split(' ');
    const base = { visitor: 0, region: 'r', value: null };
    history.raised.push({ ...base, event, outcome: outcome as Outcome });
  }
  for (const event of handled) {
    history.noteAllowed('r', event);
    history.noteHandled({ region: 'r', session: 's', event, payload: null });
  }
  return history;
}

const found = (history: History): string[] =>
  checkHistory(history).map(({ invariant }) => invariant);

describe('the checker of a history', () => {
  test.each([
    [
      ['a acknowledged', 'b acknowledged'],
      ['a', 'b'],
    ],
    [
      ['a unknown', 'b acknowledged', 'c unknown'],
      ['b', 'c'],
    ],
    [['a refused', 'b acknowledged'], ['b']],
    // Nobody can tell which of the two it was, and one of them has to be.
    [
      ['a unknown', 'a acknowledged', 'b acknowledged'],
      ['a', 'b'],
    ],
    [
      ['a acknowledged', 'a unknown', 'a acknowledged'],
      ['a', 'a'],
    ],
    [
      ['a unknown', 'a unknown', 'b acknowledged', 'a acknowledged'],
      ['a', 'b', 'a'],
    ],
    [[], []],
  ])('accepts %j, handled as %j', (raised, handled) => {
    expect(found(historyOf(raised, handled))).toEqual([]);
  });

  test.each([
    ['lost-event', ['a acknowledged', 'b acknowledged'], ['a']],
    ['lost-event', ['a acknowledged', 'b acknowledged'], ['b']],
    ['lost-event', ['a acknowledged'], []],
    ['handled-twice', ['a acknowledged', 'b acknowledged'], ['a', 'a', 'b']],
    ['handled-twice', ['a acknowledged'], ['a', 'a']],
    ['wrong-order', ['a acknowledged', 'b acknowledged'], ['b', 'a']],
    ['handled-though-refused', ['a refused'], ['a']],
    ['handled-twice', [], ['a']],
  ])('finds %s in %j, handled as %j', (invariant, raised, handled) => {
    expect(found(historyOf(raised, handled))).toEqual([invariant]);
  });

  test('finds a handler that ran for another session, or for a region of nobody', () => {
    const history = historyOf(['a acknowledged'], []);
    history.noteAllowed('r', 'a');
    history.noteHandled({ region: 'r', session: 'other', event: 'a', payload: null });
    history.noteAllowed('q', 'a');
    history.noteHandled({ region: 'q', session: 's', event: 'a', payload: null });
    expect(found(history)).toEqual(['other-session', 'other-session', 'handled-twice']);
  });

  test('finds a handler that ran though its guards had not let the event pass', () => {
    const history = historyOf(['a acknowledged', 'a acknowledged'], ['a']);
    history.noteHandled({ region: 'r', session: 's', event: 'a', payload: null });
    expect(found(history)).toEqual(['open-guard']);
  });

  test('compares the members that payloads share, and texts without the spaces around them', () => {
    const history = historyOf([], []);
    const raise = (value: unknown) =>
      history.raised.push({
        visitor: 0,
        region: 'r',
        event: 'add',
        value,
        outcome: 'acknowledged',
      });
    const handle = (payload: unknown): void => {
      history.noteAllowed('r', 'add');
      history.noteHandled({ region: 'r', session: 's', event: 'add', payload });
    };
    raise({ title: ' Paint ', extra: 1 });
    handle({ title: 'Paint', added: true });
    expect(found(history)).toEqual([]);
    raise({ title: 'Mend' });
    handle({ title: 'Bend' });
    expect(found(history)).toEqual(['handled-twice']);
  });
});
