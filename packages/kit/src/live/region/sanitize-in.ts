import { sanitize } from '../../template/sanitize.js';
import type { RegionCore } from './parts.js';

/** Cleans markup that a visitor has written, and tells the taps if that has changed it. @throws SkerryError `not-markup` */
export function sanitizeIn(region: RegionCore, html: string): string {
  const clean = sanitize(html);
  const { onSanitize } = region.services.hooks;
  if (clean !== html && onSanitize.isUsed()) {
    const { info, session, locals } = region;
    const [before, after] = [html.length, clean.length];
    onSanitize.call({ region: info, session, locals, before, after });
  }
  return clean;
}
