import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { Agent, type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

import { type Line, median, micros } from './report.js';

const paths = [
  { path: '/small', what: 'a small page', budget: 1.6 },
  { path: '/rows', what: 'a page of 100 rows', budget: 2 },
  { path: '/api/small', what: 'an endpoint', budget: 1.5 },
  { path: '/late', what: 'a page in two chunks', budget: 1.4, isLate: true },
];

/** What a browser says that puts late content in its place itself. */
const chromium = { 'sec-ch-ua': '"Chromium";v="156"' };

const connections = 50;
const rounds = 7;
const requestsPerRound = 4_000;

/** Processor time of a server per request, compared with node:http writing the same bytes. */
export async function measureHttp(): Promise<Line[]> {
  const kinds = ['skerry', 'node', 'h3', 'fastify'];
  const servers = await Promise.all(kinds.map(HttpServer.start));
  const [skerry, node] = servers;
  const answers: Record<string, unknown> = {};
  for (const { path } of paths) answers[path] = await skerry!.answer(path);
  for (const server of servers.slice(1)) server.send(answers);
  const lines: Line[] = [];
  for (const { path, what, budget, isLate } of paths) {
    // The others have no page in two chunks.
    const compared = isLate ? servers.slice(0, 2) : servers;
    const times = compared.map((): number[] => []);
    // In turn, so that a drift of the machine affects all.
    for (let round = 0; round <= rounds; round++)
      for (const [i, server] of compared.entries()) {
        const time = await server.microsPerRequest(path);
        // The first round makes the engine compile.
        if (round > 0) times[i]!.push(time);
      }
    const [ours, bare, ...others] = times.map(median) as [number, number, ...number[]];
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
  const peers = await Promise.all(['react', 'preact'].map(HttpServer.start));
  const servers = [skerry, ...peers];
  const times = servers.map((): number[] => []);
  for (let round = 0; round <= rounds; round++)
    for (const [i, server] of servers.entries()) {
      const time = await server.microsPerRequest('/six');
      if (round > 0) times[i]!.push(time);
    }
  for (const server of peers) server.stop();
  const [ours, ...theirs] = times.map(median) as [number, ...number[]];
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

/** Headers that Node writes itself. */
const perConnection = new Set(['date', 'connection', 'keep-alive', 'transfer-encoding']);

class HttpServer {
  readonly #process: ChildProcess;
  readonly #port: number;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: connections });

  private constructor(process: ChildProcess, port: number) {
    this.#process = process;
    this.#port = port;
  }

  static async start(this: void, kind: string): Promise<HttpServer> {
    const child = fork(fileURLToPath(new URL('./http-server.js', import.meta.url)), [kind]);
    const [{ port }] = (await once(child, 'message')) as [{ port: number }];
    return new HttpServer(child, port);
  }

  send(message: object): void {
    this.#process.send(message);
  }

  async answer(path: string): Promise<{ headers: Record<string, unknown>; body: string }> {
    const response = await this.#ask(path);
    const headers = Object.entries(response.headers).filter(([name]) => !perConnection.has(name));
    return { headers: Object.fromEntries(headers), body: await text(response) };
  }

  async microsToFirstByte(path: string): Promise<number> {
    const started = process.hrtime.bigint();
    const response = await this.#ask(path);
    await once(response, 'readable');
    const micros = Number(process.hrtime.bigint() - started) / 1000;
    await text(response);
    return micros;
  }

  async #ask(path: string): Promise<IncomingMessage> {
    const asked = request({ port: this.#port, path, agent: this.#agent, headers: chromium }).end();
    const [response] = (await once(asked, 'response')) as [IncomingMessage];
    return response;
  }

  async microsPerRequest(path: string): Promise<number> {
    const before = await this.#usage();
    let left = requestsPerRound;
    const visit = async () => {
      while (left-- > 0) await this.answer(path);
    };
    await Promise.all(Array.from({ length: connections }, visit));
    const after = await this.#usage();
    return (after.user - before.user + after.system - before.system) / requestsPerRound;
  }

  async #usage(): Promise<NodeJS.CpuUsage> {
    const answer = once(this.#process, 'message');
    this.#process.send('usage');
    return ((await answer) as [NodeJS.CpuUsage])[0];
  }

  stop(): void {
    this.#agent.destroy();
    this.#process.disconnect();
  }
}
