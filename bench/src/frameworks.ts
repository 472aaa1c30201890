import { buildFrameworks } from './frameworks/build.js';
import { HttpServer, microsByServer } from './http-process.js';
import { type Line, micros } from './report.js';

const paths = [
  { path: '/small', what: 'a small page', shows: 'High water at 14:20' },
  { path: '/rows', what: 'a page of 100 rows', shows: 'team 14' },
  { path: '/api/small', what: 'an endpoint', shows: '"high"' },
];

/**
 * Processor time of a server per request, beside frameworks with servers of their own, which need a newer Node: all run on that.
 *
 * @throws Error if their packages cannot be fetched
 */
export async function measureFrameworks(): Promise<Line[]> {
  const { node, version, frameworks } = buildFrameworks();
  const [skerry, bare, ...peers] = await Promise.all([
    HttpServer.start('skerry', { node }),
    HttpServer.start('node', { node }),
    ...frameworks.map(({ handler }) => HttpServer.start('framework', { node, handler })),
  ]);
  const answers: Record<string, unknown> = {};
  for (const { path } of paths) answers[path] = await skerry!.answer(path);
  bare!.send(answers);
  const servers = [skerry!, bare!, ...peers];
  const lines: Line[] = [];
  for (const { path, what, shows } of paths) {
    for (const server of servers)
      if (!(await server.answer(path)).body.includes(shows))
        throw new Error(`A server of the comparison does not show ${shows} at ${path}`);
    const [ours, ...others] = (await microsByServer(servers, path)) as [number, ...number[]];
    const names = ['node:http', ...frameworks.map(({ name }) => name)];
    lines.push(
      ...others.map((time, i) => ({
        what: `${what}, on Node ${version}: server CPU per request`,
        measured: micros(ours),
        peer: `${names[i]} ${micros(time)}`,
        ratio: time / ours,
      })),
    );
  }
  for (const server of servers) server.stop();
  return lines;
}
