import { expect, test } from 'vitest';

import { loneRegion, type LoneRegionOptions } from '../../../test/lone-region.js';
import { deny, redirect } from '../../core/deny.js';
import { type Cause, causeOf } from '../messages/cause.js';
import { defineLive, type MessageHandler } from '../author/define.js';
import { handleMessage } from './handle-message.js';

interface Case {
  readonly handler?: MessageHandler;
  readonly tap?: LoneRegionOptions['tap'];
  readonly outcome: unknown;
}

const keep: MessageHandler = (live, message, topic) => live.assign({ [topic]: message });
const guard =
  (answer: unknown): LoneRegionOptions['tap'] =>
  (hooks) =>
    hooks.beforeMessage.tap(() => answer as undefined);

const kept = (message: unknown) => ({
  staged: { state: { news: message }, meta: undefined, effects: [] },
  run: { payload: message, started: expect.any(Number) as unknown },
});

const boom = new Error('boom');
const no = deny();
const away = redirect('/login');
const couldNot = { error: { code: 'failed', reason: 'The event could not be handled.' } };

const atOnce: Record<string, Case> = {
  'a handler that assigns': { outcome: kept('hello') },
  'a guard that allows': { tap: guard(undefined), outcome: kept('hello') },
  'a guard that replaces the message': { tap: guard('other'), outcome: kept('other') },
  'a guard that drops the message': { tap: guard(no), outcome: undefined },
  'a handler that throws': {
    handler: () => {
      throw boom;
    },
    outcome: { refused: couldNot, failure: boom },
  },
  'a handler that throws a redirect': {
    handler: () => {
      throw away;
    },
    outcome: {
      staged: { state: undefined, meta: { to: '/login' }, effects: [] },
      run: { payload: 'hello', started: expect.any(Number) as unknown },
    },
  },
};

const later: Record<string, Case> = {
  'a handler that assigns later': {
    async handler(live, message, topic) {
      await undefined;
      return keep(live, message, topic);
    },
    outcome: kept('hello'),
  },
  'a handler that rejects': {
    handler: () => Promise.reject(boom),
    outcome: { refused: couldNot, failure: boom },
  },
};

const view = defineLive({ mount: () => ({}) }, () => null);
const cause = causeOf(undefined, 1, { maxMessageHops: 1, maxCausedMessages: 1 }) as Cause;

/** Handles a message of the topic `news`. */
function handle({ handler = keep, tap }: Case) {
  const { region } = loneRegion(view, tap && { tap });
  return handleMessage(region, handler, { topic: 'news', message: 'hello', cause });
}

test.each(Object.entries(atOnce))('%s leads to its outcome at once', (_, row) => {
  expect(handle(row)).toEqual(row.outcome);
});

test.each(Object.entries(later))('%s leads to its outcome when it is there', async (_, row) => {
  const outcome = handle(row);
  expect(outcome).toBeInstanceOf(Promise);
  expect(await outcome).toEqual(row.outcome);
});
