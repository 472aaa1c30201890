import { createContext, createElement } from 'preact';
import { useContext } from 'preact/hooks';

import { type RegionClient, liveAround, type LiveViewLike } from './live.js';
import { around } from './preact/around.js';

export type { Strategies } from './directives.js';
export type { Hydrate, Strategy } from './client/strategy.js';
export type { RegionClient, LiveViewLike } from './live.js';

const Host = createContext<HTMLElement | undefined>(undefined);
around.wrap = (host, root) => createElement(Host.Provider, { value: host }, root);

/**
 * Reaches the region around an island: typed by its live view, as `useLive<typeof View>()`. Nothing where there is none, and
 * on the server; what is rendered must not depend on that.
 */
export const useLive = <View extends LiveViewLike = LiveViewLike>():
  | RegionClient<View>
  | undefined => liveAround(useContext(Host)) as RegionClient<View> | undefined;
