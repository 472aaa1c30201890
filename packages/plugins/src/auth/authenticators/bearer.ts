import { type JWTPayload, jwtVerify } from 'jose';

import { badOption } from '../errors.js';
import { type Authenticator, authorizationOf, BadCredentials } from './authenticator.js';
import type { User } from '../user.js';
import { isTokenFault, type JwtAlgorithm, type JwtKeys, toJwtKey } from './jwt-keys.js';

/** Options of {@link bearer}. */
export interface BearerOptions extends JwtKeys {
  /** The issuer, as the claim `iss` has it. */
  readonly issuer: string;
  /** The names of this app, one of which the claim `aud` must have. */
  readonly audience: string | readonly string[];
  /** The algorithms that count, whatever a token says; all with a secret, or all with public keys. */
  readonly algorithms: readonly JwtAlgorithm[];
  /** The type in the token's header; `at+jwt` is that of access tokens by RFC 9068. A token of another type is refused. */
  readonly typ: string;
  /** Seconds by which clocks may differ; 30 by default, 300 at most. */
  readonly skew?: number;
  /** Seconds after its `iat` after which a token is too old, whatever its `exp` is. */
  readonly maxAge?: number;
  /** Finds the user of the claims, all of which are verified; `null` refuses the token. By default `id` is `sub`, and `roles` is that claim. */
  readonly user?: (claims: JWTPayload) => User | null | Promise<User | null>;
}

/** The longest token; headers of requests are little longer. */
const mostCharacters = 8_192;

/**
 * Knows those who send a JWT (RFC 7519) as a bearer token (RFC 6750), as RFC 8725 asks. The key is the app's choice: `jku`, `x5u`,
 * `jwk` and `x5c` in a header are not read, `alg` must be in the list, and `exp`, `iss`, `aud` and `sub` must be there.
 *
 * @throws AuthError `bad-options`
 */
export function bearer(options: BearerOptions): Authenticator {
  const { issuer, algorithms, typ, skew = 30, maxAge, user = userOf } = options;
  const { kind, key } = toJwtKey(algorithms, options);
  const audience = [options.audience].flat();
  const needed = { issuer: [issuer], audience, typ: [typ] };
  for (const [name, values] of Object.entries(needed))
    if (values.length === 0 || values.some((each) => typeof each !== 'string' || each === ''))
      throw badOption(
        name,
        'of bearer() is missing',
        'A token for another purpose would pass without it.',
      );
  if (!(skew >= 0 && skew <= 300))
    throw badOption('skew', `of bearer() is ${skew} s`, 'Clocks may differ by 300 s at most.');
  const checks = {
    issuer,
    audience,
    algorithms: [...algorithms],
    typ,
    clockTolerance: skew,
    requiredClaims: ['exp', 'sub'],
    ...(maxAge !== undefined && { maxTokenAge: maxAge }),
  };
  return {
    name: 'bearer',
    challenge: 'Bearer',
    trusts: { issuer, keys: kind },
    async identify({ headers }) {
      const token = authorizationOf(headers, 'bearer');
      if (token === undefined) return null;
      if (token.length > mostCharacters) throw new BadCredentials('too-long');
      const found = await user(await verify(() => jwtVerify(token, key, checks)));
      if (!found) throw new BadCredentials('unknown-user');
      return found;
    },
  };
}

/** The claims of a token. @throws BadCredentials, or the error of the way to its keys */
async function verify(verifyToken: () => Promise<{ payload: JWTPayload }>): Promise<JWTPayload> {
  try {
    const { payload } = await verifyToken();
    return payload;
  } catch (cause) {
    if (!isTokenFault(cause)) throw cause;
    throw new BadCredentials(faultOf(cause as { code: string; claim?: string }), { cause });
  }
}

const faults: Readonly<Record<string, string>> = {
  ERR_JWT_EXPIRED: 'expired',
  ERR_JWS_SIGNATURE_VERIFICATION_FAILED: 'forged',
  ERR_JOSE_ALG_NOT_ALLOWED: 'algorithm',
  ERR_JWKS_NO_MATCHING_KEY: 'unknown-key',
};

const faultOf = ({ code, claim = 'exp' }: { code: string; claim?: string }): string => {
  if (claim === 'nbf') return 'too-early';
  return faults[code] ?? (claim === 'exp' ? 'malformed' : `foreign-${claim}`);
};

const userOf = ({ sub, roles }: JWTPayload): User | null =>
  sub
    ? {
        id: sub,
        roles: Array.isArray(roles) ? roles.filter((each) => typeof each === 'string') : [],
      }
    : null;
