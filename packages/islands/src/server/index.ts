export { idPrefix } from '../id-prefix.js';
export {
  defineIsland,
  island,
  isWaiting,
  type IslandDefinition,
  type IslandParts,
  loadIslands,
  type Renderer,
  type WrapIsland,
} from './definition.js';
export { diffProps } from './diff-props.js';
export { IslandPropsError } from './props-error.js';
export { decodeProps, encodeProps, patchProps, propsText } from './props.js';
export { DirectivesError, readDirectives } from './read-directives.js';
