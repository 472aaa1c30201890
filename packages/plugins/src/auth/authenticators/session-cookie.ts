import type { AuthServices, Authenticator } from './authenticator.js';

/** Kit's cookies of sessions, over HTTP and HTTPS. */
const sessionCookies = /(?:^|;\s?)(?:__Host-)?skerry_session=[^;]/;

/** Knows those who have logged in, by the cookie of their session. A request without that cookie reads no store. */
export function sessionCookie(): Authenticator {
  let services: AuthServices | undefined;
  return {
    name: 'session',
    usesLogin: true,
    setUp: (given) => void (services = given),
    identify(request) {
      const cookies = request.headers.get('cookie') ?? '';
      return services && sessionCookies.test(cookies) ? services.userOfSession(request) : null;
    },
  };
}
