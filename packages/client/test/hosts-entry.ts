import { watchHosts } from '../src/host.js';

declare global {
  interface Window {
    /** The hosts that have arrived, with what was in them then. */
    arrived: string[];
  }
}

window.arrived = [];
watchHosts(
  (host) => window.arrived.push(`${host.id}: ${host.innerHTML}`),
  () => {},
);
