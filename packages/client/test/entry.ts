/** The exports that tests use in a page: the client's public face, and the parts that they drive directly. */
export * from '../src/index.js';
export { Templates } from '../src/patch/template.js';
export { loadLists } from '../src/loader.js';
export { buildChild, patchInstance } from '../src/patch/patch.js';
export { putNodes, Place } from '../src/patch/places.js';
export { patchData } from '@skerry/wire';
export { features } from '../src/features.js';
export { sendEvent } from '../src/send.js';
export { hooks } from '../src/hooks.js';
