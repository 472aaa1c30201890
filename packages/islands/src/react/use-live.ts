import { createContext, useContext } from 'react';

import { type LiveViewLike, type RegionClient, surroundingRegion } from '../live.js';

/** The host of the island that a component is part of. */
export const HostContext = createContext<HTMLElement | undefined>(undefined);

/**
 * Reaches the region around an island, typed by its live view: `useLive<typeof View>()`. It is `undefined` without a region, in
 * the browser and on the server.
 *
 * @example
 * const live = useLive<typeof Counter>();
 * return <button onClick={() => live?.send('increment', { by: 1 })}>+</button>;
 */
export const useLive = <View extends LiveViewLike = LiveViewLike>():
  | RegionClient<View>
  | undefined => surroundingRegion(useContext(HostContext)) as RegionClient<View> | undefined;
