import { appEventPrefix, type UpdateMeta } from '@skerry/wire';

import { features } from '../features.js';

/** Dispatches a DOM event on a host: `skerry:<name>` is Skerry's own, `live:<name>` the app's. */
export function dispatchHostEvent(host: Element, type: string, detail: unknown): void {
  host.dispatchEvent(new CustomEvent(type, { bubbles: true, detail }));
}

/** Applies the effects of an update. @param raisedBy the element whose event it answers */
export function applyEffects(
  host: Element,
  { t, e, to, reset }: UpdateMeta,
  raisedBy?: Element,
): void {
  if (t !== undefined) Reflect.set(Document.prototype, 'title', t, document);
  // A form has loaded the rules for events.
  if (reset && raisedBy) features.events?.resetForm(raisedBy);
  e?.forEach(([name, payload]) => dispatchHostEvent(host, appEventPrefix + name, payload));
  if (/^(\/|https?:)/.test(to ?? '')) location.href = to!;
}

/** Loads the page again, at most once a minute. */
export function reloadOnce(): void {
  const now = Date.now();
  // The first time, NaN is not less.
  if (now - sessionStorage.skerryReload < 60_000) return;
  sessionStorage.skerryReload = now;
  location.reload();
}
