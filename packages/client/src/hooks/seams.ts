import { Channel } from '../connection/channel.js';
import { Connection } from '../connection/connection.js';
import type { IncomingUpdate, LiveEvent } from '../connection/live-event.js';
import type { OpenTransport, Transport } from '../connection/transport.js';
import { withhold } from '../bindings/withhold.js';
import { Region } from '../region/region.js';
import type { RegionHandle } from '../region/region-handle.js';

/**
 * The places at which hooks see the client. The core does not know of hooks, so that pages without plugins pay nothing: its own methods
 * are wrapped here, all of them and nowhere else. Loaded with the first plugin that has a browser part.
 */

/** What is told of the client. */
export interface CoreListener {
  /** The connection is open. @param isAgain true if it was open before */
  opened(isAgain: boolean): void;
  /** An open connection is closed. */
  closed(reconnects: boolean, code: number | undefined): void;
  /** A region is about to change. @returns a function to call once it has */
  patching(host: HTMLElement, arrival: IncomingUpdate): (() => void) | undefined;
  /** An event is about to be queued. @returns the reason for which it is not */
  raising(host: HTMLElement, event: LiveEvent): string | undefined;
}

/** Wraps the core. Call it once, before the client starts: a connection that is open by then is not followed until it opens again. */
export function wrapCore(listener: CoreListener): void {
  const { addMember } = Connection.prototype;
  const known = new WeakSet<Connection>();
  Connection.prototype.addMember = function (member) {
    if (!known.has(this)) followConnection(this, listener);
    known.add(this);
    addMember.call(this, member);
  };

  const { applyUpdate } = Region.prototype;
  Region.prototype.applyUpdate = function (arrival) {
    const patched = listener.patching(this.host, arrival);
    try {
      applyUpdate.call(this, arrival);
    } finally {
      patched?.();
    }
  };

  const { pushEvent } = Channel.prototype;
  Channel.prototype.pushEvent = function (event) {
    // Channels are of regions alone, and know little of them.
    const region = this.delegate as unknown as RegionHandle;
    const reason = isOwn(event) ? undefined : listener.raising(region.host, event);
    if (reason === undefined) pushEvent.call(this, event);
    else withhold(event, { code: 'stopped', reason }, region);
  };
}

/** Returns true for a request of the client itself: for a lost part, or for the markup of an island. */
const isOwn = ({ type }: LiveEvent): boolean => type === 'whole' || type === 'island';

/** Follows every transport that a connection opens. */
function followConnection(connection: Connection, listener: CoreListener): void {
  const { connect, members, signal } = connection;
  let wasOpen = false;
  let isLeft = false;
  // Captured, it runs before the connection closes for the same reason.
  addEventListener('pagehide', () => (isLeft = true), { capture: true, signal });
  addEventListener('pageshow', () => (isLeft = false), { capture: true, signal });
  const opened = (): void => {
    listener.opened(wasOpen);
    wasOpen = true;
  };
  const closed = (code?: number): void =>
    listener.closed(!isLeft && !signal.aborted && members.size > 0, code);
  const followed: OpenTransport = (receiver) => followTransport(connect(receiver), opened, closed);
  Object.assign(connection, { connect: followed });
}

/** Follows a transport. The connection closes each that it gives up, also those that have closed by themselves. */
function followTransport(
  transport: Transport,
  opened: () => void,
  closed: (code?: number) => void,
): Transport {
  type Handler = (event?: { code?: number }) => void;
  const { close } = transport;
  const onopen = transport.onopen as Handler;
  const onclose = transport.onclose as Handler;
  let isOpen = false;
  let code: number | undefined;
  return Object.assign(transport, {
    onopen: () => {
      isOpen = true;
      onopen();
      opened();
    },
    onclose: (event) => {
      code = event?.code;
      onclose(event);
    },
    close() {
      close.call(transport);
      // The members of the connection hear of it right after this.
      if (isOpen) queueMicrotask(() => closed(code));
      isOpen = false;
    },
  } satisfies Record<string, Handler>);
}
