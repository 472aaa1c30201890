import type { Address, Ref, Refusal, TemplateRef, Update } from '@skerry/wire';

import type { Answer, Outlet } from '../live/outlet.js';
import type { Region } from '../live/region.js';
import type { Template } from '../template/template.js';
import type { Connection } from './connection.js';

/** A region joined on a connection. */
export class Channel implements Outlet {
  region: Region | undefined;

  constructor(
    readonly connection: Connection,
    readonly address: Address,
  ) {}

  get congested(): boolean {
    return this.connection.congested;
  }

  template(template: Template): TemplateRef {
    return this.connection.template(template);
  }

  update(diff: Update): number {
    return this.connection.send({ kind: 'diff', address: this.address, diff });
  }

  /** Answers a message of the client; returns the bytes sent. */
  answer(ref: Ref, answer: Answer): number {
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
    this.connection.forget(this);
  }

  /** Tells the client that this channel is finished, because another took its place. */
  close(): void {
    this.connection.send({ kind: 'close', address: this.address });
    this.connection.forget(this);
  }
}
