import type { StandardSchemaV1 } from '@standard-schema/spec';
import { expect, test } from 'vitest';
import { z } from 'zod';

import { deferred } from '../../../test/deferred.js';
import { loneRegion, type LoneRegionOptions } from '../../../test/lone-region.js';
import { deny, redirect } from '../../core/deny.js';
import { VisibleError } from '../../core/errors.js';
import type { LiveContext } from '../author/contexts.js';
import { defineLive, event, type EventHandler } from '../author/define.js';
import { handleEvent, type Outcome } from './handle-event.js';

type Handler = (live: LiveContext<{ count: number }>, payload: unknown) => unknown;

interface Case {
  readonly handler: Handler;
  readonly value?: unknown;
  readonly tap?: LoneRegionOptions['tap'];
  readonly outcome: unknown;
  /** Errors that are reported by itself. */
  readonly errors?: readonly string[];
}

// Each case has a handler of its own, since `event` adds its schema to the handler.
const add =
  (): Handler =>
  (live, by = 1) =>
    live.assign({ count: live.state.count + (by as number) });
const addLater: Handler = async (live, by) => {
  await undefined;
  add()(live, by);
};
const throwing = (thrown: unknown) => () => {
  throw thrown;
};
const guard =
  (answer: unknown): LoneRegionOptions['tap'] =>
  (hooks) =>
    hooks.beforeEvent.tap(() => answer as undefined);

const number = z.number();
const numberLater = number.refine(async (by) => by < 10);

const counted = (count: number, payload: unknown) => ({
  staged: { state: { count }, meta: undefined, effects: [] },
  reply: undefined,
  run: { payload, started: 0 },
});
const refused = (code: string, reason: string) => ({ error: { code, reason } });
const couldNot = refused('failed', 'The event could not be handled.');
const notAllowed = refused('denied', 'Not allowed.');
const failed = (reply: unknown, failure: unknown) => ({ refused: reply, failure });

const boom = new Error('boom');
const broken: StandardSchemaV1 = {
  '~standard': { version: 1, vendor: 'test', validate: throwing(boom) },
};
const shown = new VisibleError('Sold out.');
const no = deny();
const away = redirect('/login');

const atOnce: Record<string, Case> = {
  'a handler that assigns': { handler: add(), value: 2, outcome: counted(3, 2) },
  'a handler that replies': {
    handler: (live) => live.reply('yes'),
    outcome: {
      staged: { state: undefined, meta: undefined, effects: [] },
      reply: 'yes',
      run: { payload: undefined, started: 0 },
    },
  },
  'a payload that the schema changes': {
    handler: event(
      number.transform((by) => by * 10),
      add(),
    ),
    value: 2,
    outcome: counted(21, 20),
  },
  'a payload that the schema refuses': {
    handler: event(z.object({ by: number }), add()),
    value: { by: 'two' },
    outcome: {
      refused: {
        error: {
          code: 'invalid-payload',
          reason: expect.stringContaining('by: ') as unknown,
          issues: [{ path: ['by'], message: expect.any(String) as unknown }],
        },
      },
    },
    errors: ['event: invalid-payload'],
  },
  'a schema that throws': {
    handler: event(broken, add()),
    value: 1,
    outcome: failed(couldNot, boom),
  },
  'a guard that allows': { handler: add(), tap: guard(undefined), outcome: counted(2, undefined) },
  'a guard that denies': {
    handler: add(),
    tap: guard(no),
    outcome: { refused: notAllowed },
  },
  'a guard that redirects': {
    handler: add(),
    tap: guard(away),
    outcome: { staged: { state: undefined, meta: { to: '/login' }, effects: [] } },
  },
  'a handler that throws': { handler: throwing(boom), outcome: failed(couldNot, boom) },
  'a handler that throws an error for visitors': {
    handler: throwing(shown),
    outcome: failed(refused('failed', 'Sold out.'), shown),
  },
  'a handler that throws a denial': { handler: throwing(no), outcome: failed(notAllowed, no) },
  'a handler that throws a redirect': {
    handler: throwing(away),
    outcome: {
      staged: { state: undefined, meta: { to: '/login' }, effects: [] },
      run: { payload: undefined, started: 0 },
    },
  },
};

const later: Record<string, Case> = {
  'a handler that assigns later': { handler: addLater, value: 2, outcome: counted(3, 2) },
  'a handler that rejects': {
    handler: () => Promise.reject(boom),
    outcome: failed(couldNot, boom),
  },
  'a schema that accepts later': {
    handler: event(numberLater, add()),
    value: 2,
    outcome: counted(3, 2),
  },
  'a schema that refuses later': {
    handler: event(numberLater, add()),
    value: 10,
    outcome: {
      refused: {
        error: {
          code: 'invalid-payload',
          reason: expect.any(String) as unknown,
          issues: [{ path: [], message: expect.any(String) as unknown }],
        },
      },
    },
    errors: ['event: invalid-payload'],
  },
  'a guard that allows later': {
    handler: add(),
    tap: guard(Promise.resolve()),
    outcome: counted(2, undefined),
  },
  'a guard that denies later': {
    handler: add(),
    tap: guard(Promise.resolve(no)),
    outcome: { refused: notAllowed },
  },
};

/** Handles the event `act` of a region that counts from one. */
function handle({ handler, value, tap }: Case) {
  const view = defineLive({ mount: () => ({ count: 1 }), events: { act: handler } }, () => null);
  const { region, errors } = loneRegion(view, { state: { count: 1 }, ...(tap && { tap }) });
  const act = view.events.get('act') as EventHandler;
  return { region, errors, outcome: handleEvent(region, act, 'act', value) };
}

test.each(Object.entries(atOnce))('%s leads to its outcome at once', (_, row) => {
  const { region, errors, outcome } = handle(row);
  expect(outcome).toEqual(row.outcome);
  expect(region.state).toEqual({ count: 1 });
  expect(errors).toEqual(row.errors ?? []);
});

test.each(Object.entries(later))('%s leads to its outcome when it is there', async (_, row) => {
  const { region, errors, outcome } = handle(row);
  expect(outcome).toBeInstanceOf(Promise);
  expect(await outcome).toEqual(row.outcome);
  expect(region.state).toEqual({ count: 1 });
  expect(errors).toEqual(row.errors ?? []);
});

test('a region that ends while a guard decides does not run the handler', async () => {
  const gate = deferred();
  const calls: unknown[] = [];
  const { region, outcome } = handle({
    handler: () => void calls.push('ran'),
    tap: guard(gate.promise),
    outcome: undefined,
  });
  region.endRegion('left');
  gate.resolve();
  const { refused: answer } = (await outcome) as Extract<Outcome, { refused: unknown }>;
  expect(answer).toMatchObject({ error: { code: 'not-joined' } });
  expect(calls).toEqual([]);
});

test('an event is timed only where a hook asks for the time', () => {
  const { outcome } = handle({
    handler: add(),
    tap: (hooks) => hooks.afterEvent.tap(() => {}),
    outcome: undefined,
  });
  expect((outcome as { run: { started: number } }).run.started).toBeGreaterThan(0);
});
