import { islandErrorEvent } from '@skerry/wire';

import type { Island, IslandOptions } from './island.js';
import { type IslandErrorDetail, type Phase, tellServer } from './report.js';

/** Reports the failure of an island; one that could not be loaded gets another chance. */
export function tell(host: Island, error: unknown, { islands }: IslandOptions): void {
  if (host.show) return report(host, host.detail ? 'render' : 'hydrate', error);
  const name = host.getAttribute('name')!;
  const load = islands.get(name);
  report(host, 'load', load ? error : new Error(strange(name)));
  if (!load) return;
  // The next island of its kind does not wait for a load that has failed.
  delete load.loading;
  reviveLater(host);
}

const strange = (name: string): string =>
  `There is no island "${name}" in this build. The page may be older than its scripts: load it again.`;

/** Starts an island again when the network is back, when the visitor interacts with it, or when it is back on the page. */
function reviveLater(host: Island): void {
  host.leave?.();
  const controller = new AbortController();
  const { signal } = controller;
  host.leave = () => {
    controller.abort();
    host.changes = undefined;
    host.phase = 'gone';
  };
  const revive = () => {
    host.leave = host.leave?.();
    host.connectedCallback();
  };
  addEventListener('online', revive, { signal });
  for (const type of ['pointerdown', 'focusin']) host.addEventListener(type, revive, { signal });
}

function report(host: Island, phase: Phase, error: unknown): void {
  const [name, strategy] = ['name', 'on'].map((key) => host.getAttribute(key)!) as [string, string];
  const detail: IslandErrorDetail = { name, strategy, phase, error };
  host.dispatchEvent(new CustomEvent(islandErrorEvent, { bubbles: true, detail }));
  tellServer(detail);
}
