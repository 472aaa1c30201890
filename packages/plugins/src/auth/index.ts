export type { AuthFault, Refused } from './accounts.js';
export { anonymous, sessionCookie } from './authenticators/visitors.js';
export {
  type AuthRequest,
  type AuthServices,
  type Authenticator,
  BadCredentials,
} from './authenticators/authenticator.js';
export { basic, type BasicOptions } from './authenticators/basic.js';
export { bearer, type BearerOptions } from './authenticators/bearer.js';
export type { JwtAlgorithm, JwtKeys } from './authenticators/jwt-keys.js';
export { AuthError, type AuthErrorCode } from './errors.js';
export { requireUser as require, sudo, useUser, type UserPredicate } from './guards.js';
export {
  confirmPassword,
  type Credentials,
  hasConfirmed,
  login,
  loginAs,
  loginByLink,
  type LoginResult,
  logout,
} from './login.js';
export type { LoginLimits } from './login-limiter.js';
export type { AuthMail, SendMail } from './mails.js';
export type { AuthOptions, AuthPages } from './options.js';
export {
  changePassword,
  type CodeRefused,
  endGroup,
  endOtherSessions,
  endOwnSession,
  endSessionsOf,
  factorChanged,
  finishRegistration,
  forgot,
  joinGroup,
  type OwnSession,
  ownSessions,
  register,
  requestLoginLink,
  reset,
} from './own-account.js';
export {
  judgePassword,
  type PasswordFault,
  passwordFaults,
  type PasswordRules,
} from './passwords/judge-password.js';
export { Passwords, type PasswordsOptions, type ScryptCost } from './passwords/scrypt.js';
export { auth } from './plugin.js';
export type { AuthService } from './service.js';
export { memoryStore, type MemoryStoreOptions } from './stores/memory-store.js';
export {
  type RedisClient,
  redisStore,
  type RedisStoreOptions,
  type RedisSubscriber,
} from './stores/redis-store.js';
export type { AuthStore, CodeRecord, SessionRecord } from './stores/store.js';
export type * from './user.js';
export type { Account, Users } from './users.js';
export type { AuthVisit } from './visit.js';
