import { randomUUID } from 'node:crypto';

import {
  type Address,
  type ClientMessage,
  type Codec,
  heartbeatAddress,
  type Ref,
  type ServerMessage,
  type TemplateRef,
  WireError,
} from '@skerry/wire';

import { isDenial } from '../core/deny.js';
import type { Session } from '../core/session.js';
import type { Template } from '../template/template.js';
import { Channel } from './channel.js';
import type { Desk } from './desk.js';
import { Rate } from './rate.js';

/** What carries the frames of a connection. */
export interface Transport {
  /** Bytes that wait to be sent. */
  readonly buffered: number;
  send(text: string): void;
  close(code: number, reason: string): void;
}

/** One browser's connection, with a channel for each region that it joined. */
export class Connection {
  readonly id = randomUUID();
  /** Time of the last frame from the client, in milliseconds. */
  seen = Date.now();
  readonly #channels = new Map<string | number, Channel>();
  readonly #rate: Rate;
  /** Numbers of the templates that the client knows. */
  #templates: Set<number> | undefined;
  #open = true;

  constructor(
    readonly desk: Desk,
    readonly session: Session,
    readonly codec: Codec,
    readonly transport: Transport,
  ) {
    this.#rate = new Rate(desk.limits.eventRate, desk.limits.eventBurst);
  }

  get open(): boolean {
    return this.#open;
  }

  /** Whether the client reads so slowly that diffs wait to be made into one. */
  get congested(): boolean {
    return this.transport.buffered > this.desk.limits.outboundBuffer / 16;
  }

  /** Takes a frame from the client: text, or the bytes of a binary message. */
  receive(frame: string | Uint8Array): void {
    this.seen = Date.now();
    const message = this.codec.decode(frame, this.desk.limits);
    if (message instanceof WireError) return this.#refuseFrame(message);
    const { afterReceive } = this.desk.hooks;
    if (afterReceive.isUsed())
      afterReceive.call({ connection: this, session: this.session, message, bytes: frame.length });
    if (message.kind === 'heartbeat')
      return void this.send({ kind: 'ok', address: heartbeatAddress, ref: message.ref });
    if (!this.#rate.take())
      return this.refuse(message, { code: 'rate-limited', reason: 'Too many messages.' });
    if (message.kind === 'join') return this.#join(message);
    const channel = this.#channels.get(message.address.channel);
    if (message.kind === 'leave') return this.#leave(message, channel);
    if (!channel?.region)
      return this.refuse(message, { code: 'not-joined', reason: 'No region is joined here.' });
    // A frame for a channel that a later join has replaced; older clients do not say which they mean.
    const { joinRef } = message.address;
    if (joinRef !== null && joinRef !== channel.address.joinRef) return;
    channel.region.event(message.payload, (answer) => channel.answer(message.ref, answer));
  }

  /** Sends a message; returns its bytes, about. A client that does not read is cut off. */
  send(message: ServerMessage): number {
    if (!this.#open) return 0;
    let text = this.codec.encode(message);
    const { beforeSend } = this.desk.hooks;
    if (beforeSend.isUsed()) {
      const verdict = beforeSend.call({ connection: this, text });
      if (isDenial(verdict)) return 0;
      if (verdict) text = verdict.value;
    }
    this.transport.send(text);
    if (this.transport.buffered > this.desk.limits.outboundBuffer)
      this.transport.close(1008, 'The client does not read.');
    return text.length;
  }

  refuse({ address, ref }: { address: Address; ref: Ref }, error: { code: string; reason: string }): void {
    this.send({ kind: 'refused', address, ref, error });
  }

  /** How the client is told of a template: with its markup the first time. */
  template({ number, markup }: Template): TemplateRef {
    const known = (this.#templates ??= new Set());
    if (known.has(number)) return number;
    known.add(number);
    return [number, markup];
  }

  /** The client reads again: sends what it has missed. */
  drained(): void {
    for (const channel of this.#channels.values()) channel.region?.catchUp();
  }

  /** Takes a channel away, without a word. */
  forget(channel: Channel): void {
    if (this.#channels.get(channel.address.channel) === channel)
      this.#channels.delete(channel.address.channel);
  }

  /** The transport is closed: regions wait for the client to come back. */
  closed(code: number, reason: string): void {
    if (!this.#open) return;
    this.#open = false;
    for (const channel of this.#channels.values()) this.desk.park(channel);
    this.#channels.clear();
    this.desk.closed(this, code, reason);
  }

  #join(message: ClientMessage & { kind: 'join' }): void {
    const { address } = message;
    const former = this.#channels.get(address.channel);
    if (former) {
      this.desk.park(former);
      former.close();
    }
    if (this.#channels.size >= this.desk.limits.maxChannels)
      return this.refuse(message, { code: 'too-many-channels', reason: 'too many channels joined' });
    const channel = new Channel(this, address);
    this.#channels.set(address.channel, channel);
    this.desk.join(channel, message);
  }

  #leave(message: ClientMessage & { kind: 'leave' }, channel: Channel | undefined): void {
    if (channel) {
      this.forget(channel);
      this.desk.leave(channel);
    }
    this.send({ kind: 'ok', address: message.address, ref: message.ref });
    if (channel) this.send({ kind: 'close', address: channel.address });
  }

  #refuseFrame(fault: WireError): void {
    const error = { code: fault.code === 'unknown-event' ? 'unmatched topic' : fault.code, reason: fault.message };
    if (fault.answerTo) return this.refuse(fault.answerTo, error);
    this.transport.close(closeCodes[fault.code] ?? 1008, fault.message);
  }
}

/** What a connection is closed with where a frame names nobody to answer. */
const closeCodes: Partial<Record<WireError['code'], number>> = {
  'too-large': 1009,
  'not-utf8': 1007,
};
