import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css',
  '.html': 'text/html',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain',
  '.xml': 'application/xml',
};

/** A host of files as many are: `about.html` for `/about`, types by endings, and `404.html` where there is nothing. */
export async function hostFiles(folder: string): Promise<{ origin: string; stop(): void }> {
  const server = createServer(({ url = '/' }, response) => {
    const { pathname } = new URL(url, 'http://localhost');
    const asked = pathname.endsWith('/') ? `${pathname}index.html` : pathname;
    const name = extname(asked) === '' ? `${asked}.html` : asked;
    const send = (status: number, file: string): void => {
      const bytes = readFileSync(join(folder, file));
      const type = types[extname(file)] ?? 'application/octet-stream';
      response.writeHead(status, { 'content-type': type }).end(bytes);
    };
    try {
      send(200, name);
    } catch {
      send(404, '404.html');
    }
  }).listen(0, 'localhost');
  await once(server, 'listening');
  return {
    origin: `http://localhost:${(server.address() as AddressInfo).port}`,
    stop: () => void server.close(),
  };
}
