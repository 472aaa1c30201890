import type { KeyRing } from '../../core/token.js';
import type { Region } from '../region/region.js';

/** The data of a region in its token, used to find or mount it. */
export interface RegionContent {
  id: string;
  view: string;
  position: string;
  page: string;
  /** The file of the error page that it is on. */
  errorPage?: string | undefined;
  /** Id of the region around it. */
  parent?: string | undefined;
  session: string;
  /** Time at which the token was made, in milliseconds; absent if the build has made it. */
  made?: number;
  /** Absent if they are too large for a token; then the region cannot be mounted again. */
  props?: Record<string, unknown>;
}

/** The whole content of a token. */
interface TokenContent extends RegionContent {
  build: string;
}

const kind = 'region';

/** Makes the token by which a browser joins a region: sealed, and bound to its session and build. */
export function sealRegion(
  region: Region,
  { ring, build, maxSealedBytes }: { ring: KeyRing; build: string; maxSealedBytes: number },
): string {
  const { id, view, position, page, errorPage, parent, session, props } = region;
  const content: TokenContent = {
    id,
    view: view.id,
    position,
    page,
    errorPage,
    parent: parent?.id,
    session: session.id,
    build,
    made: Date.now(),
  };
  const isWhole = fitsToken(region, maxSealedBytes);
  return ring.seal(kind, JSON.stringify(isWhole ? { ...content, props } : content));
}

/** Tells whether the token of a region has its props; otherwise the region cannot be mounted again. */
export const fitsToken = ({ props }: Region, maxSealedBytes: number): boolean =>
  Buffer.byteLength(JSON.stringify(props)) <= maxSealedBytes;

/** Opens a token; `undefined` if this app did not make it. */
export function openRegion(token: string, ring: KeyRing): TokenContent | undefined {
  const text = ring.open(kind, token);
  return text === undefined ? undefined : (JSON.parse(text) as TokenContent);
}
