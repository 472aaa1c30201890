import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A connection to a server that a test can drop. */
export interface Line {
  readonly origin: string;
  /** Drops every connection, as a lost network does. */
  cut(): void;
  /** Blocks all connections until `restore`. */
  interrupt(): void;
  restore(): void;
  close(): Promise<void>;
}

/** Opens a proxy to a port of this machine. */
export async function openLine(port: number): Promise<Line> {
  const sockets = new Set<Socket>();
  let open = true;
  const server = createServer({ noDelay: true }, (client) => {
    if (!open) return void client.destroy();
    const target = connect({ port, host: 'localhost', noDelay: true });
    for (const socket of [client, target]) {
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket));
      socket.on('error', () => socket.destroy());
    }
    client.pipe(target).pipe(client);
  });
  server.listen(0, 'localhost');
  await once(server, 'listening');
  const cut = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    origin: `http://localhost:${(server.address() as AddressInfo).port}`,
    cut,
    interrupt() {
      open = false;
      cut();
    },
    restore() {
      open = true;
    },
    async close() {
      cut();
      server.close();
      await once(server, 'close');
    },
  };
}
