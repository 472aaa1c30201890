import type { Refusal, TemplateRef, Update } from '@skerry/wire';

import type { Template } from '../../template/template.js';

/** Where a region's changes go: its channel. */
export interface UpdateSink {
  /** Whether anybody is there to receive. */
  readonly open: boolean;
  /** Whether the receiver is slow; then nothing is rendered until the region is asked to catch up. */
  readonly congested: boolean;
  /** How the receiver is told of a template. */
  template(template: Template): TemplateRef;
  /** What was written may not have been sent: the receiver is told of every template anew. */
  forgetTemplates(): void;
  /** Sends an update; returns its bytes. */
  update(update: Update): number;
  /** Says that the region has failed and is to be joined again. */
  crash(error: Refusal): void;
}

/** What a message of a browser is answered with. */
export type Reply = { diff?: Update | undefined; reply?: unknown } | { error: Refusal };

/** Sends an answer; returns its bytes. */
export type Respond = (answer: Reply) => number;
