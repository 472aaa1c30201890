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
 * Reaches the region around an island, typed by its live view: `useLive<typeof View>()`. It is `undefined` without a region, in
 * the browser and on the server.
 */
export const useLive = <View extends LiveViewLike = LiveViewLike>():
  | RegionClient<View>
  | undefined => surroundingRegion(useContext(Host)) as RegionClient<View> | undefined;
