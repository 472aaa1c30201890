import { livePath, regionTag, stateAttribute } from '@skerry/wire';

import { Connection } from './connection/connection.js';
import { openWebSocket } from './connection/websocket.js';
import { listenForEvents } from './events/events.js';
import { watchHosts } from './host.js';
import { loadStatus } from './loader.js';
import { Region } from './region/region.js';
import { nearest } from './patch/values.js';

/** Attributes that only the client sets: no render on the server has them. */
export const clientOwned: readonly string[] = [stateAttribute];

/** The running client. */
export interface Client {
  /** Closes the connection; the regions of the page stay as they are. */
  stop(): void;
}

/** Starts the regions of this page, present and future. Call it once. */
export function start(): Client {
  const controller = new AbortController();
  const { signal } = controller;
  const connection = new Connection(
    (receiver) => openWebSocket(`${livePath}?vsn=skerry-1`, receiver),
    signal,
  );
  const regions = new WeakMap<Element, Region>();

  void loadStatus();
  listenForEvents((element) => regions.get(nearest(element, regionTag)!), signal);
  watchHosts(
    (host) => {
      const region = regions.get(host) ?? new Region(host, connection);
      regions.set(host, region);
      region.start();
    },
    (host) => regions.get(host)?.stop(),
  );
  return { stop: () => controller.abort() };
}
