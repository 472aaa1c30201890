import type {
  BrowserHook,
  BrowserHookName,
  BrowserHooks,
  BrowserPlugin,
  PatchPayload,
} from './hooks/payloads.js';
import { wrapCore } from './hooks/seams.js';
import { withoutSecrets } from './hooks/secrets.js';
import { contain, type Owner, report, TapList } from './hooks/taps.js';
import { sendEvent } from './send.js';

export type {
  BrowserHook,
  BrowserHookName,
  BrowserHookPayloads,
  BrowserHooks,
  BrowserPlugin,
  BrowserPluginApi,
  BrowserTap,
  ConnectPayload,
  DisconnectPayload,
  EventPayload,
  PatchPayload,
} from './hooks/payloads.js';

const taps: { readonly [Name in BrowserHookName]: TapList<Name> } = {
  connect: new TapList('connect'),
  disconnect: new TapList('disconnect'),
  beforePatch: new TapList('beforePatch'),
  afterPatch: new TapList('afterPatch'),
  event: new TapList('event'),
};

/** Wraps the core at the first plugin. */
let isWrapped = false;
function begin(): void {
  if (isWrapped) return;
  isWrapped = true;
  wrapCore({
    opened: (isAgain) => taps.connect.callAll(Object.freeze({ reconnects: isAgain })),
    closed: (reconnects, code) =>
      taps.disconnect.callAll(Object.freeze({ reconnects, ...(code !== undefined && { code }) })),
    patching(host, { text, joins = false }) {
      if (!taps.beforePatch.isUsed && !taps.afterPatch.isUsed) return undefined;
      const bytes = new TextEncoder().encode(text).length;
      const payload: PatchPayload = Object.freeze({ host, bytes, joins });
      taps.beforePatch.callAll(payload);
      return () => taps.afterPatch.callAll(payload);
    },
    raising(host, event) {
      if (!taps.event.isUsed) return undefined;
      const { type, name, element } = event;
      const value = withoutSecrets(event);
      const stopper = taps.event.callUntilStopped(
        Object.freeze({ host, type, name, value, ...(element && { element }) }),
      );
      return stopper && `The plugin ${stopper.name} has stopped it.`;
    },
  });
}

/** The hooks that a plugin sees, for taps in its name. */
const hooksOf = (owner: Owner): BrowserHooks => {
  const hook = (name: BrowserHookName): BrowserHook<never> => ({
    tap: (fn: unknown) => taps[name].addTap(owner, fn),
  });
  const names = Object.keys(taps) as BrowserHookName[];
  // seam: each hook has taps of its own type, which `hook` does not name.
  return Object.fromEntries(names.map((name) => [name, hook(name)])) as unknown as BrowserHooks;
};

/** The hooks of the client in this page. */
export const hooks = {
  /**
   * Runs the browser part of a plugin: the entry of a page does so for each plugin with `api.client`, before the client starts. A
   * plugin that is added later sees what follows; if it is the first, `connect` and `disconnect` from the next opening on.
   *
   * A part that throws, rejects or is no function is written to the console under the name of its plugin, once; its taps are not
   * called, and everything else goes on. So this throws nothing.
   *
   * @param name the name of the plugin
   * @param plugin the default export of its browser part
   * @param options plain data
   * @example
   * hooks.addPlugin('harbour:wake', wake, { color: 'white' });
   */
  addPlugin<Options extends object>(
    name: string,
    plugin: BrowserPlugin<Options>,
    options: Options,
  ): void {
    begin();
    const owner: Owner = { name, hasFailed: false };
    contain(
      () => {
        if (typeof plugin !== 'function')
          throw new TypeError('Its module has no function as its default export.');
        return plugin({ name, hooks: hooksOf(owner), options, sendEvent });
      },
      (error) => {
        owner.hasFailed = true;
        report(owner, 'Its browser part has failed, so its taps are not called:', error);
      },
    );
  },
};
