import type { ChildServices } from '../render/child-regions.js';
import type { RegionCore } from './parts.js';
import type { RoomServices } from './scale.js';

/** The server around a region: the services of its parts, and the news of its end. */
export interface RegionServices extends ChildServices, RoomServices {
  /** Forgets a region that has ended. */
  ended(region: RegionCore): void;
}
