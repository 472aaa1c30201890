import { createPublicKey, createSecretKey, type JsonWebKey, type KeyObject } from 'node:crypto';

import { createRemoteJWKSet, type JWTVerifyGetKey } from 'jose';

import { badOption } from '../errors.js';

/** The algorithms of tokens: RFC 7518, 3.1, without `none`, and RFC 9864. */
export type JwtAlgorithm =
  | `${'HS' | 'RS' | 'ES' | 'PS'}${'256' | '384' | '512'}`
  | 'EdDSA'
  | 'Ed25519';

/** The keys of an issuer: one of the three. */
export interface JwtKeys {
  /** For HS256 and its like: as many random bytes as the hash has, at least 32. */
  readonly secret?: string | Uint8Array | undefined;
  /** A public key as PEM (SPKI), or as a JWK. */
  readonly publicKey?: string | JsonWebKey | undefined;
  /** The address of the issuer's JWK Set (RFC 7517), over HTTPS. */
  readonly jwksUrl?: string | URL | undefined;
  /** Milliseconds for which the set is kept; 10 minutes by default. */
  readonly jwksMaxAge?: number | undefined;
  /** Milliseconds between two requests for the set when a token names an unknown key; 30 seconds by default. */
  readonly jwksCooldown?: number | undefined;
}

/** The type of key that each algorithm needs, by its first letters. */
const keyTypes: Readonly<Record<string, readonly string[]>> = {
  HS: ['secret'],
  RS: ['rsa'],
  PS: ['rsa', 'rsa-pss'],
  ES: ['ec'],
  Ed: ['ed25519'],
};

const algorithmPattern = /^(?:(?:HS|RS|PS|ES)(?:256|384|512)|EdDSA|Ed25519)$/;

/**
 * Checks algorithms and keys of an issuer, and returns the key or the function that finds it.
 *
 * @throws AuthError `bad-options` if they do not fit, or mix secrets and public keys
 */
export function toJwtKey(
  algorithms: readonly JwtAlgorithm[],
  keys: JwtKeys,
): { kind: 'secret' | 'public'; key: KeyObject | JWTVerifyGetKey } {
  const kind = kindOf(algorithms);
  const { secret, publicKey, jwksUrl } = keys;
  if ([secret, publicKey, jwksUrl].filter((each) => each !== undefined).length !== 1)
    throw badOption(
      'secret',
      'or `publicKey` or `jwksUrl` of bearer() is needed, and only one of them',
      'An issuer signs with a secret or with the private half of a key, never with both.',
    );
  if ((secret !== undefined) !== (kind === 'secret'))
    throw badOption(
      'algorithms',
      `of bearer() has ${algorithms.join(', ')}, which does not fit its keys`,
      'HS256, HS384 and HS512 need `secret`; all others need `publicKey` or `jwksUrl`. With both, a public key could pose as a secret.',
    );
  if (jwksUrl !== undefined) return { kind, key: remoteKeys(jwksUrl, keys) };
  const key = secret === undefined ? toPublicKey(publicKey!) : toSecret(secret, algorithms);
  const type = key.asymmetricKeyType ?? 'secret';
  const misfit = algorithms.find((each) => !keyTypes[each.slice(0, 2)]?.includes(type));
  if (misfit !== undefined)
    throw badOption(
      'algorithms',
      `of bearer() has ${misfit}, but the key is of type ${type}`,
      'Remove it.',
    );
  const { modulusLength = Infinity } = key.asymmetricKeyDetails ?? {};
  if (modulusLength < 2048)
    throw badOption(
      'publicKey',
      `of bearer() has ${modulusLength} bits`,
      'RSA needs at least 2,048.',
    );
  return { kind, key };
}

/** The kind of keys that all algorithms of a list need. */
function kindOf(algorithms: readonly JwtAlgorithm[]): 'secret' | 'public' {
  if (!Array.isArray(algorithms) || algorithms.length === 0)
    throw badOption(
      'algorithms',
      'of bearer() is missing or empty',
      "List those of the issuer: `['RS256']`.",
    );
  const unknown = algorithms.find((each) => !algorithmPattern.test(each));
  if (unknown !== undefined)
    throw badOption(
      'algorithms',
      `of bearer() has ${JSON.stringify(unknown)}`,
      'Use HS, RS, PS or ES with 256, 384 or 512, or EdDSA.',
    );
  const secret = algorithms.filter((each) => each.startsWith('HS')).length;
  if (secret > 0 && secret < algorithms.length)
    throw badOption(
      'algorithms',
      'of bearer() mixes HMAC with signatures',
      'A token could be signed with the public key as if it were a secret. Keep one kind for each issuer.',
    );
  return secret > 0 ? 'secret' : 'public';
}

function toSecret(secret: string | Uint8Array, algorithms: readonly JwtAlgorithm[]): KeyObject {
  const bytes = typeof secret === 'string' ? Buffer.from(secret) : Buffer.from(secret);
  if (bytes.includes('-----BEGIN'))
    throw badOption('secret', 'of bearer() is a key in PEM', 'Give a public key as `publicKey`.');
  // RFC 7518, 3.2: at least as long as the hash.
  const least = Math.max(...algorithms.map((each) => Number(each.slice(2)) / 8));
  if (bytes.length < least)
    throw badOption(
      'secret',
      `of bearer() has ${bytes.length} bytes`,
      `Use at least ${least} random ones.`,
    );
  return createSecretKey(bytes);
}

function toPublicKey(key: string | JsonWebKey): KeyObject {
  try {
    if (typeof key !== 'string') {
      if (key.kty === 'oct' || key.d !== undefined) throw new Error('It is not public.');
      return createPublicKey({ key, format: 'jwk' });
    }
    if (key.includes('PRIVATE KEY')) throw new Error('It is not public.');
    return createPublicKey(key);
  } catch (cause) {
    const error = badOption(
      'publicKey',
      'of bearer() is no public key',
      'Give a PEM (SPKI) or a JWK.',
    );
    error.cause = cause;
    throw error;
  }
}

/** Milliseconds after a failed request in which no other is made, however many tokens come. */
const failureCooldown = 5_000;

function remoteKeys(address: string | URL, { jwksMaxAge, jwksCooldown }: JwtKeys): JWTVerifyGetKey {
  const url = URL.canParse(`${address}`) ? new URL(address) : undefined;
  const isLocal = url && /^(?:localhost|127\.0\.0\.1|\[::1\])$/.test(url.hostname);
  if (!url || !(url.protocol === 'https:' || (url.protocol === 'http:' && isLocal)))
    throw badOption(
      'jwksUrl',
      `of bearer() is ${JSON.stringify(`${address}`)}`,
      'Use an address over HTTPS.',
    );
  const find = createRemoteJWKSet(url, {
    cacheMaxAge: jwksMaxAge ?? 10 * 60 * 1000,
    cooldownDuration: jwksCooldown ?? 30_000,
    timeoutDuration: 3_000,
  });
  let failed: { error: unknown; until: number } | undefined;
  return async (header, token) => {
    if (failed && failed.until > Date.now()) throw failed.error;
    try {
      const key = await find(header, token);
      failed = undefined;
      return key;
    } catch (error) {
      // An unknown key is a fault of the token, and jose's own cooldown bounds it.
      if (!isTokenFault(error)) failed = { error, until: Date.now() + failureCooldown };
      throw error;
    }
  };
}

/** Tells whether an error of jose is one of the token, and not of the way to its keys. */
export const isTokenFault = (error: unknown): boolean => {
  const { code } = error as { code?: unknown };
  return (
    typeof code === 'string' &&
    /^ERR_JW[ST]_|^ERR_JOSE_(?:ALG|NOT)|^ERR_JWKS_(?:NO_MATCHING|MULTIPLE)/.test(code)
  );
};
