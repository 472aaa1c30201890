import type { AuthServices, Authenticator } from './authenticator.js';

/** Knows those who have logged in, by the cookie of their session. A request without that cookie reads no store. */
export function sessionCookie(): Authenticator {
  let services: AuthServices | undefined;
  return {
    name: 'session',
    usesLogin: true,
    setUp: (given) => void (services = given),
    identify: (request) =>
      request.session.held && services ? services.userOfSession(request) : null,
  };
}
