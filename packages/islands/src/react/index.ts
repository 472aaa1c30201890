import { useContext } from 'react';

import { type RegionClient, liveAround, type LiveViewLike } from '../live.js';
import { HostContext } from './host-context.js';

export type { RegionClient, LiveViewLike } from '../live.js';

/**
 * Reaches the region around an island: typed by its live view, as `useLive<typeof View>()`. Nothing where there is none, and
 * on the server; what is rendered must not depend on that.
 */
export const useLive = <View extends LiveViewLike = LiveViewLike>():
  | RegionClient<View>
  | undefined => liveAround(useContext(HostContext)) as RegionClient<View> | undefined;
