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

/** The answer to a message of a browser. */
export type Reply = { diff?: Update | undefined; reply?: unknown } | { error: Refusal };

/** Sends an answer; returns its bytes. */
export type Respond = (answer: Reply) => number;
