import { once } from 'node:events';
import type { Transform } from 'node:stream';
import zlib from 'node:zlib';

import { Suspense } from '@skerry/kit';
import { createApp } from '@skerry/kit/server';

import { makeRows } from './data.js';
import { type Line, median, micros } from './report.js';

const { BROTLI_OPERATION_FLUSH, BROTLI_OPERATION_PROCESS, BROTLI_PARAM_QUALITY } = zlib.constants;
const { Z_NO_FLUSH, Z_SYNC_FLUSH } = zlib.constants;
const params = { [BROTLI_PARAM_QUALITY]: 4 };

/** The compressors of answers: as they are, and without a flush for each part. */
const compressors: Record<string, [flushing: () => Transform, bare: () => Transform]> = {
  gzip: [
    () => zlib.createGzip({ flush: Z_SYNC_FLUSH }),
    () => zlib.createGzip({ flush: Z_NO_FLUSH }),
  ],
  brotli: [
    () => zlib.createBrotliCompress({ params, flush: BROTLI_OPERATION_FLUSH }),
    () => zlib.createBrotliCompress({ params, flush: BROTLI_OPERATION_PROCESS }),
  ],
};

/** The cost of sending each part of a page with six boundaries at once although it is compressed: bytes and processor time. */
export async function measureFlushes(): Promise<Line[]> {
  const parts = await partsOfPage();
  const lines: Line[] = [];
  for (const [name, [flushing, bare]] of Object.entries(compressors)) {
    const bytes = [await compress(flushing(), parts), await compress(bare(), parts)] as const;
    const times: [number[], number[]] = [[], []];
    for (let round = 0; round < 400; round++)
      for (const [i, create] of [flushing, bare].entries()) {
        const before = process.cpuUsage();
        await compress(create(), parts);
        const { user, system } = process.cpuUsage(before);
        if (round >= 100) times[i]!.push(user + system);
      }
    const [ours, whole] = times.map(median) as [number, number];
    const what = `a page in seven parts through ${name}`;
    lines.push(
      {
        what: `${what}, each flushed: bytes`,
        measured: `${bytes[0]} B`,
        peer: `without flushes ${bytes[1]} B`,
        ratio: bytes[1] / bytes[0],
      },
      {
        what: `${what}, each flushed: CPU`,
        measured: micros(ours),
        peer: `without flushes ${micros(whole)}`,
        ratio: whole / ours,
      },
    );
  }
  return lines;
}

const rows = makeRows(140);

const List = ({ from }: { from: number }) => (
  <ul>
    {rows.slice(from, from + 20).map((row) => (
      <li key={row.id} title={row.note}>
        {row.name} of {row.team}: {row.count}
      </li>
    ))}
  </ul>
);

const Page = () => (
  <main>
    <List from={0} />
    {[20, 40, 60, 80, 100, 120].map((from) => (
      <Suspense key={from} fallback={<p>One moment…</p>}>
        {new Promise<void>((done) => setTimeout(done, 5)).then(() => (
          <List from={from} />
        ))}
      </Suspense>
    ))}
  </main>
);

async function partsOfPage(): Promise<string[]> {
  const app = createApp({
    mode: 'production',
    build: 'bench',
    secret: 'a secret for benchmarks, 32 bytes',
    modules: { routes: { 'index.tsx': { default: Page } }, views: {} },
  });
  const headers = { 'sec-ch-ua': '"Chromium";v="156"' };
  const answer = await app.fetch(new Request('http://localhost/', { headers }));
  const parts = (await answer.text()).split(/(?=<template for=)/);
  await app.close();
  if (parts.length !== 7) throw new Error(`The page came in ${parts.length} parts`);
  return parts;
}

/** Compresses parts, each as it comes; returns the bytes. */
async function compress(stream: Transform, parts: readonly string[]): Promise<number> {
  let bytes = 0;
  stream.on('data', (chunk: Buffer) => (bytes += chunk.length));
  for (const part of parts) await new Promise((done) => stream.write(part, done));
  await once(stream.end(), 'end');
  return bytes;
}
