import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { codecOf } from './codecs.js';
import type { Update } from './grammar.js';
import { wireLimits } from './limits.js';
import {
  type Address,
  type ClientMessage,
  type EventPayload,
  heartbeatAddress,
  type JoinPayload,
  type Ref,
  type Refusal,
  type ServerMessage,
} from './message.js';
import { readServerFrame, writeClientFrame } from './skerry-1.js';

type Version = 'skerry-1' | '2.0.0' | '1.0.0';

test('vsn names a codec or nothing', () => {
  for (const version of ['skerry-1', '2.0.0', '1.0.0'])
    expect(codecOf(version)?.version).toBe(version);
  for (const other of [null, '', '2', '2.0.1', 'skerry-2', 'constructor', '__proto__'])
    expect(codecOf(other)).toBeUndefined();
});

describe.each<Version>(['skerry-1', '2.0.0', '1.0.0'])('%s', (version) => {
  const codec = codecOf(version)!;

  test('reads the frames that a client writes', () => {
    fc.assert(
      fc.property(clientMessage[version], (message) => {
        const frame = writeAsClient(version, message);
        expect(codec.decode(frame, wireLimits)).toStrictEqual(message);
      }),
    );
  });

  test('writes the frames that a client reads', () => {
    fc.assert(
      fc.property(serverMessage[version], (message) => {
        const read = readAsClient(version, codec.encode(message));
        expect(read).toStrictEqual(asRead(version, message));
      }),
    );
  });
});

// The writing and reading of clients: `skerry-1` by the functions of Skerry's browser, Phoenix frames by hand.

function writeAsClient(version: Version, message: ClientMessage): string {
  if (version === 'skerry-1') return writeClientFrame(message);
  const { channel: topic, joinRef } =
    message.kind === 'heartbeat' ? heartbeatAddress : message.address;
  const events = { join: 'phx_join', event: 'event', leave: 'phx_leave', heartbeat: 'heartbeat' };
  const event = events[message.kind];
  const payload = 'payload' in message ? message.payload : {};
  return version === '2.0.0'
    ? JSON.stringify([joinRef, message.ref, topic, event, payload])
    : JSON.stringify({ topic, event, payload, ref: message.ref, join_ref: joinRef });
}

interface PhoenixFrame {
  join_ref?: string | null;
  ref: string;
  topic: string;
  event: string;
  payload: Record<string, unknown>;
}

function readAsClient(version: Version, frame: string): ServerMessage {
  if (version === 'skerry-1') return readServerFrame(frame);
  const parsed = JSON.parse(frame) as unknown;
  if (version === '1.0.0') return fromPhoenix(parsed as PhoenixFrame);
  const [join_ref, ref, topic, event, payload] = parsed as [
    string,
    string,
    string,
    string,
    Record<string, unknown>,
  ];
  return fromPhoenix({ join_ref, ref, topic, event, payload });
}

function fromPhoenix({
  join_ref: joinRef,
  ref,
  topic,
  event,
  payload,
}: PhoenixFrame): ServerMessage {
  // A frame of version 1 tells the channel by its topic, or by `ref` where the channel ends.
  const ends = event === 'phx_error' || event === 'phx_close';
  const address = {
    channel: topic,
    joinRef: joinRef === undefined && ends ? ref : (joinRef ?? null),
  };
  if (event === 'diff') return { kind: 'diff', address, diff: payload as Update };
  if (event === 'phx_error')
    return { kind: 'crash', address, error: payload as unknown as Refusal };
  if (event === 'phx_close') return { kind: 'close', address };
  const response = payload['response'] as Record<string, unknown>;
  return payload['status'] === 'ok'
    ? { kind: 'ok', address, ref, ...response }
    : { kind: 'refused', address, ref, error: response as unknown as Refusal };
}

/**
 * The part of a message that its frame can carry: version 1 has no `join_ref`, and in `skerry-1` no diff is an empty one.
 */
function asRead(version: Version, message: ServerMessage): ServerMessage {
  if (version === 'skerry-1' && message.kind === 'ok') return { diff: {}, ...message };
  if (version === '1.0.0' && message.kind !== 'crash' && message.kind !== 'close')
    return { ...message, address: { ...message.address, joinRef: null } };
  return message;
}

const plain = { noNullPrototype: true } as const;
const name = fc.oneof(
  fc.string({ minLength: 1, maxLength: 20, unit: 'binary' }),
  fc.constantFrom('constructor', 'toString', '__proto__', 'then', 'phx_join', 'x'.repeat(256)),
);
const count = fc.nat({ max: Number.MAX_SAFE_INTEGER });
const ordinal = fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER });
const json = fc
  .jsonValue({ stringUnit: 'binary', maxDepth: 8 })
  .map((value) => JSON.stringify(value))
  .filter((text) => !/"__proto__":|"constructor":\{/.test(text))
  .map((text) => JSON.parse(text) as unknown);

const joinPayload = fc.record(
  { token: fc.string({ unit: 'binary' }), have: count, page: name },
  { ...plain, requiredKeys: ['token'] },
) as fc.Arbitrary<JoinPayload>;
const eventPayload = fc.record(
  { type: name, event: name, value: json, seq: ordinal },
  { ...plain, requiredKeys: ['type', 'event', 'value'] },
) as fc.Arbitrary<EventPayload>;

const skerryAddress = fc.record<Address>({ channel: ordinal, joinRef: fc.constant(null) }, plain);
const topic = name.filter((channel) => channel !== heartbeatAddress.channel);
const phoenixAddress = fc.record<Address>({ channel: topic, joinRef: name }, plain);

const phoenixClient: fc.Arbitrary<ClientMessage> = fc
  .record({ address: phoenixAddress, ref: name, join: joinPayload, event: eventPayload })
  .chain(({ address, ref, join, event }) =>
    fc.constantFrom<ClientMessage[]>(
      { kind: 'join', address, ref, topic: address.channel as string, payload: join },
      { kind: 'event', address, ref, payload: event },
      { kind: 'leave', address, ref },
      { kind: 'heartbeat', ref },
    ),
  );

const clientMessage: Record<Version, fc.Arbitrary<ClientMessage>> = {
  'skerry-1': fc
    .record({ address: skerryAddress, ref: ordinal, topic, join: joinPayload, event: eventPayload })
    .chain(({ address, ref, topic, join, event }) =>
      fc.constantFrom<ClientMessage[]>(
        { kind: 'join', address, ref: 0, topic, payload: join },
        { kind: 'event', address, ref, payload: { ...event, seq: ref } },
        { kind: 'leave', address, ref },
        { kind: 'heartbeat', ref },
      ),
    ),
  '2.0.0': phoenixClient,
  '1.0.0': phoenixClient,
};

const update = fc.oneof(
  fc.dictionary(fc.nat({ max: 99 }).map(String), json, plain),
  fc.record({ s: count, d: fc.array(json), t: name, e: fc.array(fc.tuple(name, json)) }, plain),
) as fc.Arbitrary<Update>;
const refusal = fc.record<Refusal>({ code: name, reason: fc.string() }, plain);

const serverMessageOn = (
  address: fc.Arbitrary<Address>,
  ref: fc.Arbitrary<Ref>,
): fc.Arbitrary<ServerMessage> =>
  fc.oneof(
    fc.record(
      {
        kind: fc.constant('ok' as const),
        address: fc.oneof(address, fc.constant(heartbeatAddress)),
        ref,
        diff: update,
        reply: json,
      },
      { ...plain, requiredKeys: ['kind', 'address', 'ref'] },
    ) as fc.Arbitrary<ServerMessage>,
    fc.record({ kind: fc.constant('refused' as const), address, ref, error: refusal }, plain),
    fc.record({ kind: fc.constant('diff' as const), address, diff: update }, plain),
    fc.record({ kind: fc.constant('crash' as const), address, error: refusal }, plain),
    fc.record({ kind: fc.constant('close' as const), address }, plain),
  );

const serverMessage: Record<Version, fc.Arbitrary<ServerMessage>> = {
  'skerry-1': serverMessageOn(skerryAddress, count),
  '2.0.0': serverMessageOn(phoenixAddress, name),
  '1.0.0': serverMessageOn(phoenixAddress, name),
};
