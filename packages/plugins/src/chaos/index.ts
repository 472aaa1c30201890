export { ChaosError, type ChaosErrorCode } from './chaos-error.js';
export { ChaosController } from './controller.js';
export { stallLoop } from './faults/loop-faults.js';
export { type StoreFaultOptions, type StoreFaults, withFaults } from './faults/store-faults.js';
export type { HttpFaults, HttpRule } from './http/http-faults.js';
export {
  chaosMonkey,
  type ChaosMonkeyOptions,
  hardWeather,
  type MonkeyReport,
} from './monkey/chaos-monkey.js';
export { exploreApp, replayMonkey } from './monkey/with-fast-check.js';
export type { ExploreOptions } from './monkey/explore.js';
export { MonkeyError } from './monkey/monkey-error.js';
export type { SamePayload } from './monkey/check-history.js';
export type { Violation } from './monkey/history.js';
export type {
  FailureFolder,
  MonkeyEvent,
  MonkeyRun,
  MonkeyStep,
  MonkeyVisitor,
  MonkeyWorld,
  RecordedRun,
} from './monkey/options.js';
export type {
  ClockFaults,
  ConnectionFaults,
  DirectionFaults,
  FaultPlan,
  HandlerFaults,
  HookFaults,
  LoopFaults,
  MessageFaults,
} from './plan.js';
export { chaos, type ChaosOptions } from './plugin.js';
export { readReplayLine, type Replay, replayLine } from './replay-line.js';
export { Seeded } from './seeded.js';
export type { Spread } from './pace.js';
export { type FaultyOptions, withTransportFaults } from './transport/faulty-transport.js';
