import type { Transport, TransportReceiver } from './transport.js';

/** Opens a WebSocket as the transport. */
export function openWebSocket(url: string, receiver: TransportReceiver): Transport {
  const socket = new WebSocket(url);
  socket.onopen = receiver.onopen;
  socket.onmessage = receiver.onmessage;
  // 1007 is not UTF-8, 1008 no frame of ours, 1009 too large.
  socket.onclose = ({ code }) => receiver.onclose(code > 1006 && code < 1010);
  return socket;
}
