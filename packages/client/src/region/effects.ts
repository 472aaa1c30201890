import { appEventPrefix, type UpdateMeta } from '@skerry/wire';

import { features } from '../features.js';

/** Dispatches a DOM event on a host: `skerry:<name>` is Skerry's own, `live:<name>` the app's. */
export function dispatchHostEvent(host: Element, type: string, detail: unknown): void {
  host.dispatchEvent(new CustomEvent(type, { bubbles: true, detail }));
}

/** Applies the effects that an update brings along; `raisedBy` is the element whose event it answers. */
export function applyEffects(
  host: Element,
  { t, e, to, reset }: UpdateMeta,
  raisedBy?: Element,
): void {
  if (t !== undefined) Reflect.set(Document.prototype, 'title', t, document);
  // Where there is a form, its rules are there.
  if (reset && raisedBy) features.events?.resetForm(raisedBy);
  e?.forEach(([name, payload]) => dispatchHostEvent(host, appEventPrefix + name, payload));
  if (to !== undefined && new URL(to, location.href).origin === location.origin) location.href = to;
}

/** Loads the page again, unless that has just been tried. */
export function reloadOnce(): void {
  const now = Date.now();
  // NaN, where it was never tried, is not less.
  if (now - sessionStorage.skerryReload < 60_000) return;
  sessionStorage.skerryReload = now;
  location.reload();
}
