import {
  type Address,
  type ClientMessage,
  type Codec,
  defaultMaxPayload,
  heartbeatAddress,
  type Ref,
  type Refusal,
  type ServerMessage,
  skerry1,
  type TemplateRef,
  WireError,
} from '@skerry/wire';

import { isDenial } from '../core/deny.js';
import type { Locals } from '../core/locals.js';
import type { Limits } from '../core/limits.js';
import { randomName } from '../core/random-name.js';
import type { KnownSession } from '../core/session.js';
import type { Hooks } from '../hooks/types.js';
import { wholeRequest } from '../live/render/delivery.js';
import { notJoined } from '../live/region/refusal.js';
import type { Region } from '../live/region/region.js';
import type { Template } from '../template/template.js';
import { Channel } from './channel.js';
import { FrameRate } from './frame-rate.js';
import { Inbox } from './inbox.js';
import { Rate } from './rate.js';
import {
  closeReasons,
  disclosed,
  frameRefusal,
  noteRefusal,
  type RefusedMessage,
  tooMany,
  tooManyChannels,
} from './refusals.js';
import type { CloseReason } from '../core/close-reason.js';
import type { Frame, FrameReceiver, Transport } from '../core/transport.js';

/** The joins of a connection's channels to regions. */
interface ConnectionJoins {
  readonly limits: Limits;
  readonly hooks: Hooks;
  /** Joins a channel to the region that its message names, and answers. */
  joinRegion(channel: Channel, message: ClientMessage & { kind: 'join' }): void;
  /** Ends the region of a channel that its browser has left. */
  leaveRegion(channel: Channel): void;
  /** Keeps the region of a channel that is given up. */
  parkRegion(channel: Channel): void;
  /** Notes a closed connection. */
  noteClosed(connection: Connection, code: number, message: string): void;
}

/** A message that names the place of its answer. */
interface Answerable {
  readonly address: Address;
  readonly ref: Ref;
}

/** One browser's connection, with a channel for each region that it joined. */
export class Connection implements FrameReceiver {
  readonly id = randomName();
  /** Time of the last admitted frame from the client, by `performance.now()`. */
  seen = performance.now();
  /** Time of the last event from the client, in milliseconds; 0 before the first. */
  active = 0;
  readonly #channels = new Map<string | number, Channel>();
  readonly #inbox: Inbox;
  readonly #frames: FrameRate;
  readonly #eventRate: Rate;
  readonly #joinRate: Rate;
  /** Numbers of the templates that the client knows. */
  #templates: Set<number> | undefined;
  #congested = false;
  #open = true;
  /** Frames that were sent on channels. */
  #sent = 0;

  constructor(
    readonly joins: ConnectionJoins,
    readonly session: KnownSession,
    readonly codec: Codec,
    readonly transport: Transport,
    /** Network of the visitor; empty if unknown. */
    readonly address: string,
    /** The data that the guards have set; regions read it. */
    readonly locals: Locals,
  ) {
    const { eventRate, maxEventBurst, joinRate, maxChannels } = joins.limits;
    this.#inbox = new Inbox((frame) => this.#read(frame), transport);
    this.#frames = new FrameRate(joins.limits);
    this.#eventRate = new Rate(eventRate, maxEventBurst);
    this.#joinRate = new Rate(joinRate, maxChannels);
    transport.deliverTo(this);
  }

  get open(): boolean {
    return this.#open;
  }

  /** True if the client reads so slowly that its diffs wait and become one. */
  get congested(): boolean {
    return this.#congested;
  }

  admitFrame(bytes: number): boolean {
    if (!this.#open) return false;
    const now = performance.now();
    const verdict = this.#frames.judge(bytes, now);
    if (verdict === 'take') this.seen = now;
    if (verdict === 'close') {
      noteRefusal(this.joins.hooks, this, { reason: 'rate-limit', message: 'Too many frames.' });
      this.close('too-many-frames', 'Too many frames.');
    }
    return verdict === 'take';
  }

  receiveFrame(frame: Frame): void {
    this.#inbox.add(frame, this.seen);
  }

  #read(frame: Frame): void {
    if (!this.#open) return;
    const message = this.codec.decode(frame, this.joins.limits);
    if (message instanceof WireError) return this.#refuseFrame(message);
    const { afterReceive } = this.joins.hooks;
    if (afterReceive.isUsed()) {
      const { session, locals } = this;
      const shown = disclosed(message, (event) => this.#regionOf(event));
      afterReceive.call({ connection: this, session, locals, message: shown, bytes: frame.length });
    }
    switch (message.kind) {
      case 'heartbeat':
        return this.#answerHeartbeat(message.ref);
      case 'join':
        return this.#join(message);
      case 'leave':
        return this.#leave(message);
      case 'event':
        return this.#event(message, frame.length);
    }
  }

  /** Sends a message; returns about how many bytes it has. Closes the connection of a client that does not read. */
  send(message: ServerMessage): number {
    if (!this.#open) return 0;
    if (message.address !== heartbeatAddress) this.#sent++;
    const { hooks, limits } = this.joins;
    // One message may be larger than the bound: only the bytes of earlier messages count.
    if (this.transport.buffered > limits.maxOutboundBytes) {
      this.close('unresponsive', 'The client does not read.');
      return 0;
    }
    let text = this.codec.encode(message);
    if (hooks.beforeSend.isUsed()) {
      const verdict = hooks.beforeSend.call({ connection: this, text });
      if (isDenial(verdict)) return 0;
      if (verdict) text = verdict.value;
    }
    this.transport.send(text);
    if (this.transport.buffered > limits.maxOutboundBytes / 16) this.#congested = true;
    return text.length;
  }

  /** Refuses a message, and tells the taps. */
  #refuseMessage(message: Answerable, error: Refusal, refused: Partial<RefusedMessage>): void {
    noteRefusal(this.joins.hooks, this, {
      reason: 'rate-limit',
      message: error.reason,
      ...refused,
    });
    this.refuse(message, error);
  }

  refuse({ address, ref }: Answerable, error: Refusal): void {
    this.send({ kind: 'refused', address, ref, error });
  }

  /** Names a template to the client, the first time with its markup. */
  template({ number, markup }: Template): TemplateRef {
    const known = (this.#templates ??= new Set());
    if (known.has(number)) return number;
    known.add(number);
    return [number, markup];
  }

  /** Sends templates with their markup again, since some may not have arrived. */
  forgetTemplates(): void {
    this.#templates = undefined;
  }

  /** Sends a slow client the changes that it missed, once it has caught up. */
  onDrained(): void {
    if (!this.#congested || this.transport.buffered > this.joins.limits.maxOutboundBytes / 16)
      return;
    this.#congested = false;
    for (const channel of this.#channels.values()) channel.region?.sendChanges();
  }

  /** Returns true if this is still the channel at its address. */
  has(channel: Channel): boolean {
    return this.#channels.get(channel.address.channel) === channel;
  }

  /** Gives a channel up without telling the client. */
  drop(channel: Channel): void {
    if (this.has(channel)) this.#channels.delete(channel.address.channel);
    this.joins.parkRegion(channel);
  }

  /** Ends the connection. */
  close(reason: CloseReason, message: string): void {
    if (this.#open) this.transport.close(reason, message);
  }

  /** Parks the regions, so that the client finds them again. */
  onClosed(code: number, message: string): void {
    if (!this.#open) return;
    this.#open = false;
    for (const channel of this.#channels.values()) this.drop(channel);
    this.joins.noteClosed(this, code, message);
  }

  /** Tells a browser how large an event may be, unless that is the default. */
  greet(): void {
    const { maxPayload } = this.joins.limits;
    if (this.codec === skerry1 && maxPayload !== defaultMaxPayload)
      this.send({ kind: 'ok', address: heartbeatAddress, ref: 0, reply: { maxPayload } });
  }

  /** Answers with the number of frames, so that a browser learns of lost and repeated ones. */
  #answerHeartbeat(ref: Ref): void {
    const reply = this.codec === skerry1 ? { reply: this.#sent } : {};
    this.send({ kind: 'ok', address: heartbeatAddress, ref, ...reply });
  }

  #join(message: ClientMessage & { kind: 'join' }): void {
    const { address } = message;
    this.#channels.get(address.channel)?.close();
    const isFull = this.#channels.size >= this.joins.limits.maxChannels;
    if (isFull || !this.#joinRate.take(this.seen))
      return this.#refuseMessage(message, isFull ? tooManyChannels : tooMany, { step: 'join' });
    const channel = new Channel(this, address);
    this.#channels.set(address.channel, channel);
    this.joins.joinRegion(channel, message);
  }

  #event(message: ClientMessage & { kind: 'event' }, bytes: number): void {
    const channel = this.#at(message.address);
    if (channel === 'replaced') return;
    // The answer to such a request may be as large as that to a join.
    const rate = message.payload.type === wholeRequest ? this.#joinRate : this.#eventRate;
    const region = channel?.region;
    if (!rate.take(this.seen)) return this.#refuseEvent(message, region);
    if (!region) return this.refuse(message, notJoined);
    if (region.queue.busy && this.#waitingBytes > this.joins.limits.maxWaitingBytes)
      return this.#refuseEvent(message, region);
    this.active = Date.now();
    region.takeEvent(message.payload, (answer) => channel.answer(message.ref, answer), bytes);
  }

  #refuseEvent(message: ClientMessage & { kind: 'event' }, region: Region | undefined): void {
    const { event } = message.payload;
    this.#refuseMessage(message, tooMany, { step: 'event', region: region?.info, event });
  }

  /** The number of bytes, about, that wait in the queues of all regions that are joined here. */
  get #waitingBytes(): number {
    let bytes = 0;
    for (const { region } of this.#channels.values()) bytes += region?.queue.bytes ?? 0;
    return bytes;
  }

  #leave(message: ClientMessage & { kind: 'leave' }): void {
    const channel = this.#at(message.address);
    if (channel === 'replaced') return;
    if (channel) this.joins.leaveRegion(channel);
    this.send({ kind: 'ok', address: message.address, ref: message.ref });
    if (channel) channel.close();
  }

  /** The channel that a frame is for, unless a later join has replaced it; older clients do not name the join. */
  #at({ channel: name, joinRef }: Address): Channel | 'replaced' | undefined {
    const channel = this.#channels.get(name);
    const late = channel && joinRef !== null && joinRef !== channel.address.joinRef;
    return late ? 'replaced' : channel;
  }

  #regionOf({ address }: { address: Address }): Region | undefined {
    const channel = this.#at(address);
    return channel === 'replaced' ? undefined : channel?.region;
  }

  #refuseFrame(fault: WireError): void {
    noteRefusal(this.joins.hooks, this, { reason: 'invalid-input', message: fault.message });
    if (fault.answerTo) return this.refuse(fault.answerTo, frameRefusal(fault));
    this.close(closeReasons[fault.code] ?? 'protocol-error', fault.message);
  }
}
