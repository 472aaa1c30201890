import { definePlugin } from '@skerry/kit';

import { Auth } from './auth.js';
import { CheckedTransport } from './checked-transport.js';
import { createEndpoints } from './endpoints.js';
import { type AuthOptions, resolveOptions } from './options.js';
import { createService } from './service.js';
import { findState } from './visit.js';

/**
 * Tells who sends a request, and keeps it true while pages are open; logs in and out.
 *
 * Identity is read for each request and connection, again at each join and resume, and again for an event or a message when it is
 * older than 30 seconds. `locals.user` has it.
 *
 * @throws AuthError `bad-options` when the app starts
 */
export const auth = definePlugin<AuthOptions>({
  name: 'skerry:auth',
  version: '0.1.0',
  dependencies: { 'skerry:audit': { optional: true } },
  setup(api) {
    const { hooks, log, sessions, site } = api;
    const options = resolveOptions(api.options, site);
    const own = new Auth(options, {
      log,
      audit: api.inject('skerry:audit', { optional: true }),
      endSession: (id) => sessions.endSession(id),
    });
    api.provide('skerry:auth', createService(own));
    for (const [path, handlers] of Object.entries(createEndpoints(options, site)))
      api.routes.endpoint(path, handlers);
    // Nobody visits a page at build.
    if (api.isBuild) return;
    const { store } = options;
    hooks.onStart.tap(() => store.open?.((error) => log.error('The store of sessions:', error)));
    api.onStop(() => store.close?.());

    hooks.beforeRequest.tap((request) => own.takeRequest(request), { stage: -100 });
    hooks.beforeMount.tap(({ locals, session }) => own.takeBareVisit(locals, session), {
      stage: -100,
    });
    for (const hook of [hooks.beforeJoin, hooks.beforeResume])
      hook.tap(({ locals, session }) => own.checkVisit(locals, session, 0), { stage: -100 });
    hooks.beforeEvent.tap(({ locals, session }) => own.checkVisit(locals, session), {
      stage: -100,
    });
    hooks.beforeMessage.tap(({ locals, session }) => own.checkMessage(locals, session), {
      stage: -100,
    });
    hooks.wrapTransport.tap(
      ({ transport, locals }) => new CheckedTransport(transport, () => findState(locals)),
      { stage: -100 },
    );
    hooks.onConnect.tap(({ locals, session }) => own.watchConnection(locals, session));
    hooks.onDisconnect.tap(({ locals }) => own.leaveConnection(locals));

    hooks.transformResponse.tap(({ response, locals }) => {
      const { challenges } = own.identifier;
      if (response.status !== 403 || !findState(locals)?.isChallenged) return undefined;
      const headers = new Headers(response.headers);
      for (const challenge of challenges) headers.append('www-authenticate', challenge);
      return new Response(response.body, { status: challenges.length > 0 ? 401 : 403, headers });
    });
  },
});
