import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';

const compressible = /\.(?:js|css|svg|json|txt|xml|html|webmanifest|wasm)$/;
/** Below this size compression saves less than a packet. */
const smallest = 1024;

/** Writes `.gz` and `.br` beside files that become smaller, so that the server need not compress them. */
export async function precompress(folder: string): Promise<void> {
  for (const name of await readdir(folder, { recursive: true })) {
    if (compressible.test(name) && !name.startsWith('.')) await precompressFile(join(folder, name));
  }
}

/** Compresses one file. */
export async function precompressFile(file: string): Promise<void> {
  const content = await readFile(file);
  if (content.length < smallest) return;
  await writeFile(`${file}.gz`, await promisify(gzip)(content));
  await writeFile(`${file}.br`, await promisify(brotliCompress)(content));
}
