export { ChaosError, type ChaosErrorCode } from './chaos-error.js';
export { ChaosController } from './controller.js';
export { stallLoop } from './faults/loop-faults.js';
export { type StoreFaultOptions, type StoreFaults, withFaults } from './faults/store-faults.js';
export type { HttpFaults, HttpRule } from './http/http-faults.js';
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
export type { Spread } from './spread.js';
export { type FaultyOptions, withTransportFaults } from './transport/faulty-transport.js';
