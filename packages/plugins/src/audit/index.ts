export type { AnchorFunction } from './anchor.js';
export { AuditError, type AuditErrorCode } from './audit-error.js';
export type { AuditLog, AuditLogOptions } from './audit-log.js';
export type { AuditErasure, AuditSubject } from './erase.js';
export type { AuditFault, AuditFileReport, AuditFinding } from './findings.js';
export type { AuditHead } from './line.js';
export { audit, type AuditOptions } from './plugin.js';
export type {
  AuditFields,
  AuditOutcome,
  AuditSeverity,
  AuditType,
  BuiltInAuditType,
} from './record.js';
export { audited, type AuditedOptions } from './required.js';
export { type AuditSink, type AuditSinkFunction, stdoutSink } from './sinks.js';
export {
  type AuditDirReport,
  verifyDir,
  type VerifyDirOptions,
  verifyFile,
  type VerifyOptions,
} from './verify.js';
export type { ActorFunction } from './visitors.js';
