import type { Transport, TransportReceiver } from './transport.js';

/** Opens a WebSocket as the transport. */
export function openWebSocket(url: string, receiver: TransportReceiver): Transport {
  return Object.assign(new WebSocket(url), receiver, {
    // 1007 is not UTF-8, 1008 no frame of ours, 1009 too large.
    onclose: ({ code }: CloseEvent) => receiver.onclose(code > 1006 && code < 1010),
  });
}
