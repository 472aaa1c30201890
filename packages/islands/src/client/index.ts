export type { IslandErrorDetail, Phase } from './report.js';
export { startIslands } from './host.js';
export type {
  HydratedDetail,
  IslandModule,
  IslandOptions,
  LoadIsland,
  Props,
  Show,
} from './island.js';
export { idle } from './idle.js';
export { interaction } from './interaction.js';
export { media } from './media.js';
export { type Hydrate, load, none, only, type Strategy } from './strategy.js';
export { visible } from './visible.js';
