import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';

import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server';

/** A value that CBOR can carry, as far as an authenticator needs it (RFC 8949). */
type Cbor = number | string | Uint8Array | Map<Cbor, Cbor>;

const head = (major: number, value: number): Buffer =>
  value < 24
    ? Buffer.from([(major << 5) | value])
    : value < 256
      ? Buffer.from([(major << 5) | 24, value])
      : Buffer.from([(major << 5) | 25, value >> 8, value & 255]);

/** Writes CBOR. */
function encode(value: Cbor): Buffer {
  if (typeof value === 'number') return value < 0 ? head(1, -1 - value) : head(0, value);
  if (typeof value === 'string')
    return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)]);
  if (value instanceof Uint8Array) return Buffer.concat([head(2, value.length), value]);
  return Buffer.concat([
    head(5, value.size),
    ...[...value].flatMap(([key, each]) => [encode(key), encode(each)]),
  ]);
}

const sha256 = (data: string | Uint8Array): Buffer => createHash('sha256').update(data).digest();
const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');

/** An authenticator with one passkey (WebAuthn level 2, 6): user present and verified, ES256, no attestation. */
export class SoftwareAuthenticator {
  readonly id = randomBytes(16);
  readonly #keys: { publicKey: KeyObject; privateKey: KeyObject };
  #counter = 0;

  constructor() {
    this.#keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  }

  /** Answers `navigator.credentials.create`, on a page of an origin. */
  create(
    { challenge, rp }: { challenge: string; rp: { id?: string } },
    origin: string,
  ): RegistrationResponseJSON {
    const { x, y } = this.#keys.publicKey.export({ format: 'jwk' });
    const [xBytes, yBytes] = [x, y].map((each) => Buffer.from(each!, 'base64url')) as [
      Buffer,
      Buffer,
    ];
    // COSE: an elliptic curve key (2) for ES256 (-7), on P-256 (1).
    const key = encode(
      new Map<Cbor, Cbor>([
        [1, 2],
        [3, -7],
        [-1, 1],
        [-2, xBytes],
        [-3, yBytes],
      ]),
    );
    const length = Buffer.from([0, this.id.length]);
    const attested = Buffer.concat([Buffer.alloc(16), length, this.id, key]);
    const authData = this.#data(rp.id!, 0x45, attested);
    const object = encode(
      new Map<Cbor, Cbor>([
        ['fmt', 'none'],
        ['attStmt', new Map()],
        ['authData', authData],
      ]),
    );
    const client = clientData('webauthn.create', challenge, origin);
    const response = { clientDataJSON: text(client), attestationObject: text(object) };
    return { ...this.#credential, response };
  }

  /** Answers `navigator.credentials.get`, on a page of an origin. */
  get(
    { challenge, rpId }: { challenge: string; rpId?: string },
    origin: string,
  ): AuthenticationResponseJSON {
    const client = clientData('webauthn.get', challenge, origin);
    const data = this.#data(rpId!, 0x05);
    const signature = sign('sha256', Buffer.concat([data, sha256(client)]), this.#keys.privateKey);
    const response = {
      clientDataJSON: text(client),
      authenticatorData: text(data),
      signature: text(signature),
    };
    return { ...this.#credential, response };
  }

  get #credential() {
    const id = text(this.id);
    return { id, rawId: id, type: 'public-key', clientExtensionResults: {} } as const;
  }

  /** Authenticator data: the hash of the host, flags (user present 1, verified 4, key attached 64) and the counter. */
  #data(host: string, flags: number, rest = Buffer.alloc(0)): Buffer {
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(++this.#counter);
    return Buffer.concat([sha256(host), Buffer.from([flags]), counter, rest]);
  }
}

const clientData = (type: string, challenge: string, origin: string): Buffer =>
  Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));
