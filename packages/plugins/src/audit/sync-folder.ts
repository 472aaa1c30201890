import { open } from 'node:fs/promises';

/** Forces the names in a folder to the disk, so that a file that was created or renamed is there after a power failure. */
export async function syncFolder(folder: string): Promise<void> {
  // Windows opens no folders, and writes names by itself.
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
