import { livePath } from '@skerry/kit/server';
import { Agent, WebSocket } from 'undici';

import { frameForm, type Line, type OpenLine } from './line.js';

/** Lines over real WebSockets, and the end of what they hold. */
export interface SocketLines {
  readonly openLine: OpenLine;
  /** Closes what the lines hold. */
  end(): Promise<void>;
}

/** Opens lines to a server on this machine, over WebSocket. Faults of outbound HTTP do not meet them. */
export function socketLines(port: number): SocketLines {
  const dispatcher = new Agent();
  const openLine: OpenLine = (cookie, events): Line => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}${livePath}${frameForm}`, {
      dispatcher,
      headers: { cookie },
    });
    let isOver = false;
    socket.onopen = () => isOver || events.onOpen();
    socket.onmessage = ({ data }) => isOver || events.onFrame(String(data));
    socket.onclose = ({ code }) => {
      if (isOver) return;
      isOver = true;
      events.onClosed(code);
    };
    // Its close follows.
    socket.onerror = () => {};
    return {
      sendFrame: (text) => {
        if (socket.readyState === WebSocket.OPEN) socket.send(text);
      },
      drop() {
        isOver = true;
        socket.close();
      },
    };
  };
  return { openLine, end: () => dispatcher.destroy() };
}
