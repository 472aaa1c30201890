import type { UpdateMeta } from '@skerry/wire';

import { eventRules } from './lazy.js';

/** Raises one of Skerry's own DOM events on a host: `skerry:<name>`. */
export function announce(host: Element, name: string, detail: unknown): void {
  host.dispatchEvent(new CustomEvent(`skerry:${name}`, { bubbles: true, detail }));
}

/** Does what rides along with an update; `raisedBy` is the element whose event it answers. */
export function followUp(host: Element, { t, e, to, reset }: UpdateMeta, raisedBy?: Element): void {
  if (t !== undefined) Reflect.set(Document.prototype, 'title', t, document);
  // Where there is a form, its rules are there.
  if (reset && raisedBy) eventRules?.resetForm(raisedBy);
  e?.forEach(([name, payload]) => announce(host, name, payload));
  if (to !== undefined && new URL(to, location.href).origin === location.origin)
    location.assign(to);
}

/** Loads the page again, unless that has just been tried. */
export function reloadOnce(): void {
  const now = Date.now();
  if (now - (sessionStorage.skerryReload ?? 0) < 60_000) return;
  sessionStorage.skerryReload = now;
  location.reload();
}
