import { createHmac, randomBytes } from 'node:crypto';
import {
  closeSync,
  constants,
  existsSync,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, join, relative } from 'node:path';
import type { ResolvedConfig } from 'vite';

/**
 * The secret of an app on the development server: made from a key of the user and the folder of the app, so that open pages
 * outlive a restart, and no served folder holds it.
 */
export const developmentSecret = (config: Pick<ResolvedConfig, 'root' | 'server'>): string =>
  createHmac('sha256', userKey(config.server.fs)).update(config.root).digest('base64url');

type ServedFiles = ResolvedConfig['server']['fs'];

const newKey = (): string => randomBytes(32).toString('base64url');

/** The key if none can be stored. */
const processKey = newKey();

/** The key of the user: made once, and kept with the state of the user's other tools. */
function userKey(served: ServedFiles): string {
  try {
    const folder = stateFolder();
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    if (!isOurs(lstatSync(folder), 0o022) || isServed(folder, served)) return processKey;
    // Vite serves no file with this ending by default.
    const file = join(folder, 'development.key');
    return readKey(file) ?? writeKey(file);
  } catch {
    return processKey;
  }
}

function stateFolder(): string {
  const { XDG_STATE_HOME = '', LOCALAPPDATA } = process.env;
  const folder = isAbsolute(XDG_STATE_HOME) ? XDG_STATE_HOME : LOCALAPPDATA;
  return join(folder || join(homedir(), '.local/state'), 'skerry');
}

/** Tells whether a file belongs to this user and others lack these rights. On Windows, the folder's rights do that. */
const isOurs = ({ uid, mode }: Stats, rights: number): boolean =>
  process.getuid === undefined || (uid === process.getuid() && (mode & rights) === 0);

function isServed(folder: string, { strict, allow }: ServedFiles): boolean {
  const real = realpathSync.native;
  return (
    !strict ||
    allow
      .filter((allowed) => existsSync(allowed))
      .some((allowed) => isInside(folder, allowed) || isInside(real(folder), real(allowed)))
  );
}

function isInside(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return !isAbsolute(way) && !/^\.\.(?:[\\/]|$)/.test(way);
}

/** Reads a key; `undefined` if another user may have written or read it, or if it is malformed. */
function readKey(file: string): string | undefined {
  const { O_RDONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants;
  let opened: number;
  try {
    opened = openSync(file, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  } catch {
    return undefined;
  }
  try {
    const stats = fstatSync(opened);
    const isKey = stats.isFile() && stats.size === processKey.length && isOurs(stats, 0o077);
    const key = isKey ? readFileSync(opened, 'utf8') : '';
    return /^[\w-]+$/.test(key) ? key : undefined;
  } finally {
    closeSync(opened);
  }
}

/** Writes a new key over anything that is there. */
function writeKey(file: string): string {
  const key = newKey();
  const written = `${file}.${randomBytes(6).toString('hex')}`;
  try {
    writeFileSync(written, key, { mode: 0o600, flag: 'wx' });
    renameSync(written, file);
  } finally {
    rmSync(written, { force: true });
  }
  return key;
}
