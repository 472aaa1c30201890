import type { Transport, TransportReceiver } from './transport.js';

/** Opens a WebSocket as the transport. */
export function openWebSocket(url: string, receiver: TransportReceiver): Transport {
  return Object.assign(new WebSocket(url), receiver, {
    // 1007: not UTF-8. 1008: not a valid frame. 1009: too large.
    onclose: ({ code }: CloseEvent) => receiver.onclose(code > 1006 && code < 1010),
  });
}
