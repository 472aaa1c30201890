import type { Refusal, TemplateRef, Update } from '@skerry/wire';

import type { Template } from '../../template/template.js';

/** The receiver of a region's updates: its channel, or a test. */
export interface UpdateSink {
  /** Is true while a browser can receive. */
  readonly open: boolean;
  /** Is true while the receiver is slow: nothing is rendered for it until it has caught up. */
  readonly congested: boolean;
  /** The reference of a template for this receiver: with its markup the first time. */
  template(template: Template): TemplateRef;
  /** Sends every template with its markup again, since an update may not have arrived. */
  forgetTemplates(): void;
  /** Sends an update; returns its bytes. */
  update(update: Update): number;
  /** Tells the receiver that the region has failed and has to be joined again. */
  crash(error: Refusal): void;
}

/** The answer of a handler. */
export interface HandlerAnswer {
  readonly reply?: unknown;
  /** Is `true` if the handler called what the visitor sent invalid. The frames of a connection leave it out. */
  readonly isInvalid?: true | undefined;
}

/** The answer to a message of a browser. */
export type Reply = (HandlerAnswer & { diff?: Update | undefined }) | { error: Refusal };

/** Sends an answer; returns its bytes. */
export type Respond = (answer: Reply) => number;
