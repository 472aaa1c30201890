import { useContext } from 'react';

import { type RegionClient, surroundingRegion, type LiveViewLike } from '../live.js';
import { HostContext } from './host-context.js';

export type { RegionClient, LiveViewLike } from '../live.js';

/**
 * Reaches the region around an island: typed by its live view, as `useLive<typeof View>()`. Nothing where there is none, and
 * on the server; what is rendered must not depend on that.
 */
export const useLive = <View extends LiveViewLike = LiveViewLike>():
  | RegionClient<View>
  | undefined => surroundingRegion(useContext(HostContext)) as RegionClient<View> | undefined;
