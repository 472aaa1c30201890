import { createContext, createElement } from 'preact';
import { useContext } from 'preact/hooks';

import { type RegionClient, surroundingRegion, type LiveViewLike } from './live.js';
import { wrapper } from './preact/wrapper.js';

export type { Strategies } from './directives.js';
export type { Hydrate, Strategy } from './client/strategy.js';
export type { RegionClient, LiveViewLike } from './live.js';

const Host = createContext<HTMLElement | undefined>(undefined);
wrapper.wrap = (host, root) => createElement(Host.Provider, { value: host }, root);

/**
 * Reaches the region around an island: typed by its live view, as `useLive<typeof View>()`. Nothing where there is none, and
 * on the server; what is rendered must not depend on that.
 */
export const useLive = <View extends LiveViewLike = LiveViewLike>():
  | RegionClient<View>
  | undefined => surroundingRegion(useContext(Host)) as RegionClient<View> | undefined;
