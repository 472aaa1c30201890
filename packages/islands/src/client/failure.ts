import { islandErrorEvent } from '@skerry/wire';

import type { Island, IslandOptions, LoadIsland } from './island.js';
import { type IslandErrorDetail, type Phase, tellServer } from './report.js';

/** Reports the failure of an island once; one that could not be loaded gets one more chance. */
export function tell(host: Island, error: unknown, { islands }: IslandOptions): void {
  if (host.show) return report(host, host.detail ? 'render' : 'hydrate', error);
  if (revived.has(host)) return;
  revived.add(host);
  const name = host.getAttribute('name')!;
  const load = islands.get(name);
  report(host, 'load', load ? error : new Error(strange(name)));
  if (load) reviveLater(host, load);
}

const revived = new WeakSet<Island>();

const strange = (name: string): string =>
  `There is no island "${name}" in this build. The page may be older than its scripts: load it again.`;

/** Starts an island again when the network is back, or when the visitor interacts with it. */
function reviveLater(host: Island, load: LoadIsland): void {
  host.leave = host.leave?.();
  const controller = new AbortController();
  const { signal } = controller;
  const revive = () => {
    controller.abort();
    if (!host.isConnected) return;
    delete load.loading;
    host.changes = undefined;
    host.phase = 'gone';
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
