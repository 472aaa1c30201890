import type { Address, Ref, Refusal, ServerMessage, TemplateRef, Update } from '@skerry/wire';

import type { ConnectionInfo } from '../hooks/subjects.js';
import type { Applicant } from '../live/registry/admission.js';
import type { Reply, UpdateSink } from '../live/render/update-sink.js';
import type { Region } from '../live/region/region.js';
import type { Template } from '../template/template.js';

/** The connection of a channel, as the channel and its joins use it. */
interface ChannelConnection extends Applicant, ConnectionInfo {
  readonly congested: boolean;
  template(template: Template): TemplateRef;
  forgetTemplates(): void;
  /** Sends a message; returns about how many bytes it has. */
  send(message: ServerMessage): number;
  /** Returns true if this is still the channel at its address. */
  has(channel: Channel): boolean;
  /** Gives a channel up without telling the client. */
  drop(channel: Channel): void;
}

/** A channel of a connection, joined to a region or about to be. */
export class Channel implements UpdateSink {
  /** The joined region; none before the join is admitted and after the channel is dropped. */
  region: Region | undefined;
  /** True once the join was answered with the region. */
  joined = false;

  constructor(
    readonly connection: ChannelConnection,
    readonly address: Address,
  ) {}

  get open(): boolean {
    return this.region !== undefined;
  }

  get congested(): boolean {
    return this.connection.congested;
  }

  template(template: Template): TemplateRef {
    return this.connection.template(template);
  }

  forgetTemplates(): void {
    this.connection.forgetTemplates();
  }

  update(diff: Update): number {
    return this.connection.send({ kind: 'diff', address: this.address, diff });
  }

  /** Answers a message of the client; returns the bytes sent. */
  answer(ref: Ref, answer: Reply): number {
    const { address } = this;
    if ('error' in answer)
      return this.connection.send({ kind: 'refused', address, ref, error: answer.error });
    const { diff, reply } = answer;
    return this.connection.send({
      kind: 'ok',
      address,
      ref,
      ...(diff === undefined ? {} : { diff }),
      ...(reply === undefined ? {} : { reply }),
    });
  }

  crash(error: Refusal): void {
    this.connection.send({ kind: 'crash', address: this.address, error });
    this.connection.drop(this);
  }

  /** Tells the client that this channel is finished, because another took its place. */
  close(): void {
    this.connection.send({ kind: 'close', address: this.address });
    this.connection.drop(this);
  }
}
