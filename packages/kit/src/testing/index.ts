export { canonicalDom, clientOwned } from './canonical-dom.js';
export type { TestElement } from './dom.js';
export { createTestApp, type FetchedPage, fetchPage } from './fetch-page.js';
export { LiveTestError } from './dom.js';
export { type MountedLive, mountLive, type MountLiveOptions } from './mount-live.js';
