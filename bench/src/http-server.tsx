import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

import { Suspense } from '@skerry/kit';
import { createApp, createListener } from '@skerry/kit/server';
import Fastify from 'fastify';
import { H3, toNodeHandler } from 'h3';

import { makeRows } from './data.js';
import { Parts, preactParts, reactParts } from './parts.js';

/** A server in its own process, which answers three paths and tells its parent how much processor time it took. */
const [, , kind, file] = process.argv;

const rows = makeRows(100);
const Small = () => (
  <main>
    <h1>Harbour</h1>
    <p>High water at {'14:20'}</p>
  </main>
);
const Rows = () => (
  <table>
    <tbody>
      {rows.map((row) => (
        <tr key={row.id}>
          <td class="name">{row.name}</td>
          <td>{row.team}</td>
          <td class={row.on ? 'high' : 'low'}>{row.count}</td>
        </tr>
      ))}
    </tbody>
  </table>
);

const Late = () => (
  <main>
    <h1>Harbour</h1>
    <Suspense fallback={<p>One moment…</p>}>
      {new Promise<void>((done) => setTimeout(done, 2)).then(() => (
        <p>High water at {'14:20'}</p>
      ))}
    </Suspense>
  </main>
);

/** The app under test. */
function skerry(): RequestListener {
  const app = createApp({
    mode: 'production',
    build: 'bench',
    secret: 'a secret for benchmarks, 32 bytes',
    modules: {
      routes: {
        'small.tsx': { default: Small, head: { title: 'Small' } },
        'rows.tsx': { default: Rows, head: { title: 'Rows' } },
        'six.tsx': { default: () => <Parts count={6} /> },
        'late.tsx': { default: Late, head: { title: 'Late' } },
        'api/small.ts': { GET: () => ({ high: '14:20' }) },
      },
      views: {},
    },
  });
  return createListener(app);
}

/** An answer that a parent has received from the app under test: the others send the same. */
interface Answer {
  headers: Record<string, string>;
  body: string;
}
let answers: Record<string, Answer> = {};

const bare: RequestListener = ({ url }, response) => {
  const { headers, body } = answers[url as string]!;
  response.writeHead(200, headers);
  const late = body.indexOf('<template for=');
  if (late === -1) return void response.end(body);
  response.write(body.slice(0, late));
  setTimeout(() => response.end(body.slice(late)), 2);
};

function h3(): RequestListener {
  const app = new H3();
  for (const path of ['/small', '/rows', '/api/small'])
    app.get(path, (event) => {
      const { headers, body } = answers[path]!;
      for (const [name, value] of Object.entries(headers)) event.res.headers.set(name, value);
      return body;
    });
  return toNodeHandler(app) as RequestListener;
}

async function fastify(): Promise<RequestListener> {
  const app = Fastify();
  for (const path of ['/small', '/rows', '/api/small'])
    app.get(path, (_, reply) => {
      const { headers, body } = answers[path]!;
      return reply.headers(headers).send(body);
    });
  await app.ready();
  return app.routing;
}

const react: RequestListener = (_, response) => {
  response.setHeader('content-type', 'text/html; charset=utf-8');
  reactParts(6, ({ pipe }) => void pipe(response));
};

const preact: RequestListener = (_, response) => {
  response.setHeader('content-type', 'text/html; charset=utf-8');
  void preactParts(6).then((html) => response.end(html));
};

/** The handler that a framework's build exports. */
const framework = async (): Promise<RequestListener> =>
  ((await import(file!)) as { handler: RequestListener }).handler;

const kinds = {
  skerry,
  node: () => bare,
  h3,
  fastify,
  react: () => react,
  preact: () => preact,
  framework,
};
const server = createServer(await kinds[kind as keyof typeof kinds]());
server.listen(0, '127.0.0.1', () =>
  process.send?.({ port: (server.address() as AddressInfo).port }),
);

process.on('message', (message) => {
  if (message === 'usage') process.send?.(process.cpuUsage());
  else answers = message as typeof answers;
});
process.on('disconnect', () => process.exit());
