export type { LiveViewLike, RegionClient } from '../live.js';
export { useLive } from './use-live.js';
