import { expect, test } from 'vitest';

/** The names that each entry exports at run time. A change here is a change of the public API. */
const entries = {
  '@skerry/wire': () => import('@skerry/wire'),
  '@skerry/kit': () => import('@skerry/kit'),
  '@skerry/kit/server': () => import('@skerry/kit/server'),
  '@skerry/kit/template': () => import('@skerry/kit/template'),
  '@skerry/kit/jsx-runtime': () => import('@skerry/kit/jsx-runtime'),
  '@skerry/kit/testing': () => import('@skerry/kit/testing'),
  '@skerry/islands': () => import('@skerry/islands'),
  '@skerry/islands/directives': () => import('@skerry/islands/directives'),
  '@skerry/islands/server': () => import('@skerry/islands/server'),
  '@skerry/islands/preact/server': () => import('@skerry/islands/preact/server'),
  '@skerry/islands/react': () => import('@skerry/islands/react'),
  '@skerry/islands/react/server': () => import('@skerry/islands/react/server'),
  '@skerry/client': () => import('@skerry/client'),
  '@skerry/vite-plugin': () => import('@skerry/vite-plugin'),
};

test('each entry exports what it says, and no more', async () => {
  const names: Record<string, string[]> = {};
  for (const [entry, load] of Object.entries(entries))
    names[entry] = Object.keys(await load()).sort();
  expect(names).toMatchInlineSnapshot(`
    {
      "@skerry/client": [
        "clientOwned",
        "start",
      ],
      "@skerry/islands": [
        "useLive",
      ],
      "@skerry/islands/directives": [
        "priorities",
        "strategies",
      ],
      "@skerry/islands/preact/server": [
        "renderer",
      ],
      "@skerry/islands/react": [
        "useLive",
      ],
      "@skerry/islands/react/server": [
        "renderer",
      ],
      "@skerry/islands/server": [
        "DirectivesError",
        "IslandPropsError",
        "decodeProps",
        "defineIsland",
        "diffProps",
        "encodeProps",
        "idPrefix",
        "island",
        "patchProps",
        "propsText",
        "readDirectives",
      ],
      "@skerry/kit": [
        "For",
        "Fragment",
        "SkerryError",
        "VisibleError",
        "defineApp",
        "defineLive",
        "definePlugin",
        "deny",
        "event",
        "list",
        "notFound",
        "pending",
        "redirect",
        "unsafeHtml",
      ],
      "@skerry/kit/jsx-runtime": [
        "Fragment",
        "jsx",
        "jsxDEV",
        "jsxs",
      ],
      "@skerry/kit/server": [
        "createApp",
        "createListener",
        "createRouteTable",
        "defaultLimits",
        "guardConnections",
        "guardProcess",
        "livePath",
        "noAssets",
        "printable",
        "runPrerender",
        "runServer",
        "serveApp",
        "takeUpgrades",
        "toError",
      ],
      "@skerry/kit/template": [
        "attribute",
        "attributeText",
        "attributes",
        "child",
        "component",
        "content",
        "escapeHtml",
        "key",
        "keyed",
        "only",
        "part",
        "render",
        "template",
      ],
      "@skerry/kit/testing": [
        "LiveTestError",
        "canonicalDom",
        "clientOwned",
        "createTestApp",
        "fetchPage",
        "mountLive",
      ],
      "@skerry/vite-plugin": [
        "skerry",
      ],
      "@skerry/wire": [
        "WireError",
        "byteLength",
        "codecOf",
        "defaultMaxPayload",
        "heartbeatAddress",
        "heartbeatTopic",
        "isElement",
        "isInstance",
        "isIslandPart",
        "isListPatch",
        "isPlainObject",
        "isRecord",
        "merge",
        "patchData",
        "readServerFrame",
        "skerry1",
        "templateNumber",
        "tooLargeReason",
        "wireLimits",
        "writeClientFrame",
      ],
    }
  `);
});
