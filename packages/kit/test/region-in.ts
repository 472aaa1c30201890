import type { Host } from './visitor.js';

/** The first region in an update. */
export function regionIn(update: unknown): any {
  // seam: tests know what they have rendered
  if (typeof update !== 'object' || update === null) return undefined;
  if ('v' in update && 'k' in update) return update;
  for (const member of Object.values(update)) {
    const found: unknown = regionIn(member);
    if (found) return found;
  }
  return undefined;
}

/** The host that a region inside an update has. */
export const hostOf = ({ v, k }: { v: string; k: string }): Host => ({
  id: v,
  token: k,
  topic: `lv:${v}`,
  html: '',
});
