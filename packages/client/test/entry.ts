/** What tests reach in a page: the client's public face, and the parts that they drive by themselves. */
export * from '../src/index.js';
export { Templates } from '../src/instance.js';
export { loadLists } from '../src/lazy.js';
export { build, patchInstance } from '../src/patch.js';
export { putNodes, Slot } from '../src/places.js';
export { patchData } from '@skerry/wire';
