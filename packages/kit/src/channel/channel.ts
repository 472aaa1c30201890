import type { Address, Ref, Refusal, TemplateRef, Update } from '@skerry/wire';

import type { Reply, UpdateSink } from '../live/render/update-sink.js';
import type { Region } from '../live/region/region.js';
import type { Template } from '../template/template.js';
import type { Connection } from './connection.js';

/** A channel of a connection: on its way to a region, or joined to it. */
export class Channel implements UpdateSink {
  /** The region that it leads to; none before it is admitted, and when it is given up. */
  region: Region | undefined;
  /** Whether its join was answered with the region. */
  joined = false;

  constructor(
    readonly connection: Connection,
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
