import { randomUUID } from 'node:crypto';

import { MockAgent } from 'undici';

import { checkHttpFaults } from './check-http.js';
import { Detour } from './detour.js';
import type { HttpFaults } from './http-faults.js';
import { type HttpRuleOptions, HttpRules } from './http-rules.js';
import { proveInterception, reservedOrigin } from './prove.js';
import { type Exchange, readExchanges, toExchange, writeExchanges } from './recording.js';
import { watchAnswers } from './watch-answers.js';

/** The faults of outbound HTTP, in the way of Node's `fetch` and of `undici` until they are stopped. */
export interface MockHttp {
  /** Lets every request pass as if there were no mock, or no longer. */
  setActive(isActive: boolean): void;
  /** Puts back the dispatcher that was there before, unless another is in the way by now, and writes what was recorded. */
  stopMock(): Promise<void>;
}

/**
 * Puts the faults of outbound HTTP in the way.
 *
 * @throws ChaosError `chaos-plan`, `chaos-record`; `chaos-fetch` if Node's `fetch` goes another way
 */
export async function startMockHttp(
  faults: HttpFaults,
  options: HttpRuleOptions,
): Promise<MockHttp> {
  checkHttpFaults(faults);
  const { rules = [], allow = [], record, playBack, passThrough } = faults;
  const recorded = playBack === undefined ? [] : readExchanges(playBack);
  const decider = new HttpRules(rules, recorded, options);
  const exchanges: Exchange[] = [];
  const watch = watchAnswers(
    () => record !== undefined && !decider.answers,
    (answer) => exchanges.push(toExchange(answer)),
  );
  const mock = new MockAgent();
  mock.disableNetConnect();
  if (passThrough) mock.enableNetConnect();
  else for (const host of allow) mock.enableNetConnect(host as RegExp);
  const proof = `/${randomUUID()}`;
  const detour = new Detour(({ origin, path }) => origin === reservedOrigin && path !== proof);
  const { passRequests } = detour;
  // The last is asked first. A request that was held back passes by the first.
  detour.enter(mock.compose(passRequests, watch, decider.decideRequests, passRequests));
  const restore = async (): Promise<void> => {
    detour.leave();
    await mock.close();
  };
  try {
    await proveInterception(mock, proof);
  } catch (error) {
    await restore();
    throw error;
  }
  exchanges.length = 0;
  decider.register(mock);
  return {
    setActive(isActive) {
      if (isActive) mock.activate();
      else mock.deactivate();
    },
    async stopMock() {
      await restore();
      if (record !== undefined) await writeExchanges(record, exchanges);
    },
  };
}
