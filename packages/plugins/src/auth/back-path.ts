import { redirect } from '@skerry/kit';

/**
 * The path of this site to which a visitor goes back; `fallback` for anything that a browser could read as another site, and for
 * paths of auth itself.
 *
 * @param own the path below which the endpoints of auth are
 */
export function backPath(back: unknown, fallback: string, own: string): string {
  if (typeof back !== 'string' || back.length > 2_000) return fallback;
  try {
    const { to } = redirect(back);
    return to === own || to.startsWith(`${own}/`) ? fallback : to;
  } catch {
    return fallback;
  }
}
