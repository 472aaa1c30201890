import { HttpServer, microsByServer } from './http-process.js';
import { type Line, median, micros } from './report.js';

const paths = [
  { path: '/small', what: 'a small page', budget: 1.6 },
  { path: '/rows', what: 'a page of 100 rows', budget: 2 },
  { path: '/api/small', what: 'an endpoint', budget: 1.5 },
  { path: '/late', what: 'a page in two chunks', budget: 1.4, isLate: true },
];

/** Processor time of a server per request, compared with node:http writing the same bytes. */
export async function measureHttp(): Promise<Line[]> {
  const kinds = ['skerry', 'node', 'h3', 'fastify'];
  const servers = await Promise.all(kinds.map((kind) => HttpServer.start(kind)));
  const [skerry, node] = servers;
  const answers: Record<string, unknown> = {};
  for (const { path } of paths) answers[path] = await skerry!.answer(path);
  for (const server of servers.slice(1)) server.send(answers);
  const lines: Line[] = [];
  for (const { path, what, budget, isLate } of paths) {
    // The others have no page in two chunks.
    const compared = isLate ? servers.slice(0, 2) : servers;
    const times = await microsByServer(compared, path);
    const [ours, bare, ...others] = times as [number, number, ...number[]];
    const peers = others.map((time, i) => `, ${kinds[i + 2]} ${micros(time)}`);
    lines.push({
      what: `${what}: server CPU per request`,
      measured: micros(ours),
      peer: `node:http ${micros(bare)}${peers.join('')}`,
      ratio: bare / ours,
      budget: `≤ ${budget} × node:http`,
      met: ours <= budget * bare,
    });
  }
  lines.push(await firstByteLine(skerry!, node!), ...(await partsLines(skerry!)));
  for (const server of servers) server.stop();
  return lines;
}

/** A page with six boundaries, beside frameworks that have them. */
async function partsLines(skerry: HttpServer): Promise<Line[]> {
  const names = ['React renderToPipeableStream', 'Preact renderToStringAsync'];
  const peers = await Promise.all(['react', 'preact'].map((kind) => HttpServer.start(kind)));
  const times = await microsByServer([skerry, ...peers], '/six');
  for (const server of peers) server.stop();
  const [ours, ...theirs] = times as [number, ...number[]];
  return theirs.map((time, i) => ({
    what: 'a page with six boundaries: server CPU per request',
    measured: micros(ours),
    peer: `${names[i]} ${micros(time)}`,
    ratio: time / ours,
  }));
}

/** The time until the first byte of the page in two chunks, one request after the other. */
async function firstByteLine(skerry: HttpServer, node: HttpServer): Promise<Line> {
  const times: [number[], number[]] = [[], []];
  for (let i = 0; i < 2_000; i++) {
    times[0].push(await skerry.microsToFirstByte('/late'));
    times[1].push(await node.microsToFirstByte('/late'));
  }
  const [ours, bare] = times.map((each) => median(each.slice(500))) as [number, number];
  return {
    what: 'a page in two chunks: time to its first byte',
    measured: micros(ours),
    peer: `node:http ${micros(bare)}`,
    ratio: bare / ours,
    budget: '≥ 0.9 of its rate',
    met: bare / ours >= 0.9,
  };
}
