import { pathToFileURL } from 'node:url';

/** The built playground in a process of its own, which tells its memory. */
const [, , server = ''] = process.argv;
process.on('message', () => {
  global.gc?.();
  process.send?.(process.memoryUsage());
});
await import(pathToFileURL(server).href);
process.send?.('started');
