import { hostname } from 'node:os';

/**
 * Tells whether a process of this host still lives, so that it may write its file. Of another host nobody here can know it: that counts as
 * living where `unknown` says so.
 */
export function isLiving({ host, pid }: { host: string; pid: number }, unknown: boolean): boolean {
  if (host !== hostname()) return unknown;
  if (!Number.isSafeInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It lives, as another user.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
