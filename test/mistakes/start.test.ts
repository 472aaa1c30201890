import { definePlugin, redirect } from '@skerry/kit';
import { expect, test } from 'vitest';

import { said, saidAtStart, saidOfExports } from './said.js';

const page = { default: () => 'x' };
const named = definePlugin({ name: 'acme:twice', setup() {} });

test('a page without a default export', async () => {
  expect(await saidOfExports('pages/index.tsx', 'export const Page = 1;')).toMatchInlineSnapshot(
    `"src/pages/index.tsx has no default export. Write \`export default function …\`, or move it out of src/pages if it is a helper."`,
  );
});

test('an endpoint without a method', async () => {
  expect(await saidOfExports('pages/api/time.ts', 'export default () => 1;')).toMatchInlineSnapshot(
    `"src/pages/api/time.ts exports none of GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS. Rename it to time.tsx if it is a page; an endpoint exports functions that have the names of methods."`,
  );
});

test('options without a default export', async () => {
  expect(await saidOfExports('app.ts', 'export const app = {};')).toMatchInlineSnapshot(
    `"src/app.ts has no default export. Write \`export default defineApp({ … })\`, with defineApp from '@skerry/kit'."`,
  );
});

test('an island without a default export', async () => {
  expect(await saidOfExports('islands/a.island.tsx', 'export const A = 1;')).toMatchInlineSnapshot(
    `"src/islands/a.island.tsx has no default export. Write \`export default function …\`: the component is the island."`,
  );
});

test('a page that is no function', async () => {
  expect(await saidAtStart({ routes: { 'index.tsx': { default: 1 } } })).toMatchInlineSnapshot(
    `"src/pages/index.tsx has no default export that is a function. Correct its exports as the guides on pages, endpoints, live views and, for src/server.ts, data show."`,
  );
});

test('a view without defineLive', async () => {
  expect(await saidAtStart({ views: { 'live/a': (() => null) as never } })).toMatchInlineSnapshot(
    `"src/live/a.live.tsx has no default export made by defineLive(). Correct its exports as the guides on pages, endpoints, live views and, for src/server.ts, data show."`,
  );
});

test('two pages of one path', async () => {
  expect(await saidAtStart({ routes: { '[a].tsx': page, '[b].tsx': page } })).toMatchInlineSnapshot(
    `"src/pages/[a].tsx and src/pages/[b].tsx both answer /:b. Remove one of them, or give it another path."`,
  );
});

test('a parameter without a name', async () => {
  expect(await saidAtStart({ routes: { '[].tsx': page } })).toMatchInlineSnapshot(
    `"src/pages/[].tsx cannot be a route: "[]" is neither a text, [name], [name].ending, [...name] nor (group). Rename it; helpers belong outside of src/pages or into a folder that starts with "_"."`,
  );
});

test('a page that exports guards', async () => {
  expect(
    await saidAtStart({ routes: { 'index.tsx': { ...page, guards: [] } } }),
  ).toMatchInlineSnapshot(
    `"src/pages/index.tsx exports \`guards\`; write \`guard\`. Correct its exports as the guides on pages, endpoints, live views and, for src/server.ts, data show."`,
  );
});

test('a guarded page that is written at build', async () => {
  expect(
    await saidAtStart({
      routes: { 'index.tsx': { ...page, guard: () => undefined, prerender: true } },
    }),
  ).toMatchInlineSnapshot(
    `"src/pages/index.tsx exports \`prerender\`, and it or a layout around it has a \`guard\`: a file is sent to everybody. Remove one of the two, or move the page out of that folder. Correct its exports as the guides on pages, endpoints, live views and, for src/server.ts, data show."`,
  );
});

test('an option that does not exist', async () => {
  expect(await saidAtStart({ config: { limit: {} } as never })).toMatchInlineSnapshot(
    `"defineApp() has no option "limit"; it knows plugins, limits, secret, allowedHosts, allowedOrigins, trustProxy, uncaughtErrors, headers, earlyHints, speculation, log. Correct the name, or remove the option."`,
  );
});

test('a limit that does not exist', async () => {
  expect(await saidAtStart({ config: { limits: { turnTime: 1 } as never } })).toMatchInlineSnapshot(
    `"There is no limit "turnTime"; the limits are maxSockets, headersTimeout, requestTimeout, maxRequestBytes, maxPostedBytes, answerTimeout, boundaryTimeout, documentTimeout, socketTimeout, downloadTimeout, keepAliveTimeout, maxPipelinedRequests, handshakeTimeout, maxConnections, maxConnectionsPerAddress, maxConnectionsPerSession, heartbeatTimeout, frameRate, maxFrameBurst, eventRate, maxEventBurst, joinRate, maxOutboundBytes, maxPayload, maxFragments, maxDepth, maxValues, maxName, maxToken, maxChannels, maxRegionBytes, maxFormRows, maxSessionBytes, parkTimeout, maxParkedRegions, maxParkedBytes, maxParkedPerSession, maxUnclaimedRegions, maxUnclaimedBytes, idleTimeout, maxReplayFrames, maxReplayBytes, maxSealedBytes, maxPostedState, maxPostedForms, maxMarkupRequests, turnTimeout, loadTimeout, slowTurnTimeout, slowLoopTimeout, maxFlushes, maxQueuedTurns, maxQueueBytes, maxWaitingBytes, maxTimers, maxMessageHops, maxCausedMessages, maxTopicQueue, failureMaxAge, maxPanics, sessionIdleTimeout, sessionMaxAge, sessionAliasMaxAge, sessionCloseTimeout, maxEndedSessions, tokenMaxAge, startTimeout, hookTimeout, setupTimeout, maxHookCalls, maxLogEntries, maxLogEntriesPerCause, maxLoggedRefusals, maxIslandReports, maxIslandReportsPerVisitor, maxIslandReportBytes. Correct the name in \`limits\` of defineApp(), or remove it."`,
  );
});

test('a limit that is no number', async () => {
  expect(
    await saidAtStart({ config: { limits: { turnTimeout: '2s' as never } } }),
  ).toMatchInlineSnapshot(
    `"The limit "turnTimeout" is 2s; it must be a positive number below 2^31. Correct it in \`limits\` of defineApp(), or remove it to take the default."`,
  );
});

test('a secret that is too short', async () => {
  expect(await saidAtStart({ config: { secret: 'abc' } })).toMatchInlineSnapshot(
    `"The secret has 3 bytes; a secret needs at least 32. Make one with \`openssl rand -base64 32\`."`,
  );
});

test('an origin without a scheme', async () => {
  expect(await saidAtStart({ config: { allowedOrigins: ['example.com'] } })).toMatchInlineSnapshot(
    `"The option "allowedOrigins" of defineApp() holds "example.com", which is not an origin such as "https://www.example.org". Correct its value."`,
  );
});

test('a plugin that was not called', async () => {
  expect(
    await saidAtStart({ plugins: [definePlugin({ name: 'a:b', setup() {} }) as never] }),
  ).toMatchInlineSnapshot(
    `"plugins[0] is a function, which no function of definePlugin() returned. Make plugins with definePlugin({ name, setup }) and list the result of calling it: \`plugins: [visits()]\`."`,
  );
});

test('a plugin without setup', async () => {
  expect(await said(() => definePlugin({ name: 'a:b' } as never))).toMatchInlineSnapshot(
    `"The plugin "a:b" has no function \`setup\`. Make plugins with definePlugin({ name, setup }) and list the result of calling it: \`plugins: [visits()]\`."`,
  );
});

test('a plugin twice', async () => {
  expect(await saidAtStart({ plugins: [named(), named()] })).toMatchInlineSnapshot(
    `"Two plugins are named "acme:twice", in plugins. List it once; two plugins of different origin need different names. A plugin that may be there several times says \`multiple: true\`."`,
  );
});

test('a redirect to another site', async () => {
  expect(await said(() => redirect('https://example.com' as string))).toMatchInlineSnapshot(
    `""https://example.com" is not a path on this site. Give redirect() a path that begins with one slash, such as "/login". To send visitors to another site, write redirect.external("https://…")."`,
  );
});

test('a redirect without a slash', async () => {
  expect(await said(() => redirect('login' as string))).toMatchInlineSnapshot(
    `""login" is not a path on this site. Give redirect() a path that begins with one slash, such as "/login". To send visitors to another site, write redirect.external("https://…")."`,
  );
});
