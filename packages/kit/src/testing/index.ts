export { canonicalDom, clientOwned } from './canonical-dom.js';
export type { TestElement } from './dom.js';
export type { App } from '../app/app.js';
export type { AppModules } from '../page/site.js';
export { createTestApp, type TestAppModules, type TestAppOptions } from './create-test-app.js';
export { type FetchedPage, fetchPage } from './fetch-page.js';
export { FakeBus } from './plugins/fake-bus.js';
export { type HookCall, HookRecord, recordHooks } from './plugins/hook-record.js';
export { PluginTest, type PluginTestOptions, testPlugins } from './plugins/plugin-test.js';
export { stopTestClock, type TestClock } from './plugins/test-clock.js';
export { FakeTransport } from './fake-transport.js';
export {
  openTestSocket,
  type TestFrame,
  type TestSocket,
  type TestSocketOptions,
} from './plugins/test-socket.js';
export { LiveTestError } from './dom.js';
export { mountLive, type MountLiveOptions } from './mount-live.js';
export type { MountedLive } from './mounted-live.js';
export type { StreamCase, StreamEngine, StreamRequest } from './streams/engine.js';
export { StreamFault } from './streams/engine.js';
export type {
  StreamBoundary,
  StreamElement,
  StreamFailure,
  StreamGuard,
  StreamPart,
} from './streams/parts.js';
export { skerryEngine, type SkerryEngineOptions } from './streams/skerry-engine.js';
export type { TestBrowser, TestPage } from './streams/stage.js';
export {
  pageCases,
  type PageCasesOptions,
  streamCases,
  type StreamCasesOptions,
} from './streams/stream-cases.js';
export type { VisitedPage } from './visit/browser-page.js';
export {
  browserVisitor,
  type BrowserVisitorOptions,
  liveVisitor,
  readingVisitor,
  Visit,
  type Visitor,
} from './visit/visit.js';
export type { Which } from './visit/which.js';
