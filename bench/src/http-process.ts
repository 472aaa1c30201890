import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { Agent, type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

import { median } from './report.js';

/** What a browser says that puts late content in its place itself. */
const chromium = { 'sec-ch-ua': '"Chromium";v="156"' };

const connections = 50;
const rounds = 7;
const requestsPerRound = 4_000;

/** The processor time per request of each server, in microseconds. */
export async function microsByServer(
  servers: readonly HttpServer[],
  path: string,
): Promise<number[]> {
  const times = servers.map((): number[] => []);
  // In turn, so that a drift of the machine affects all.
  for (let round = 0; round <= rounds; round++)
    for (const [i, server] of servers.entries()) {
      const time = await server.microsPerRequest(path);
      // The first round makes the engine compile.
      if (round > 0) times[i]!.push(time);
    }
  return times.map(median);
}

/** Headers that Node writes itself. */
const perConnection = new Set(['date', 'connection', 'keep-alive', 'transfer-encoding']);

/** A server in a process of its own, and the visitors who load it. */
export class HttpServer {
  readonly #process: ChildProcess;
  readonly #port: number;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: connections });

  private constructor(process: ChildProcess, port: number) {
    this.#process = process;
    this.#port = port;
  }

  /** @param node the Node that runs it, and the file of its handler if it has one of its own */
  static async start(
    kind: string,
    { node = process.execPath, handler = '' } = {},
  ): Promise<HttpServer> {
    const script = fileURLToPath(new URL('./http-server.js', import.meta.url));
    const child = fork(script, [kind, handler], { execPath: node });
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
