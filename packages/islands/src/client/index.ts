export type { IslandModule, Props, Show } from './adapter.js';
export type { IslandErrorDetail, Phase } from './report.js';
export { type HydratedDetail, type IslandOptions, type LoadIsland, startIslands } from './host.js';
export { idle } from './idle.js';
export { interaction } from './interaction.js';
export { load } from './load.js';
export { none } from './none.js';
export type { Hydrate, Strategy } from './strategy.js';
export { visible } from './visible.js';
