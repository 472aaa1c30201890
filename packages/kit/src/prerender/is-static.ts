import type { PrerenderedRegion } from '../live/registry/prerendered.js';
import type { Site } from '../page/site.js';
import type { Route } from '../route/table.js';
import type { Prerendered } from './prerendered.js';

/** An app whose pages are written, with the regions in them. */
interface WrittenApp {
  readonly site: Site;
  readonly regions: ReadonlyMap<string, PrerenderedRegion>;
}

/** Tells whether files are all that the app answers with: no route, no region and no hole needs a server. */
export function isStatic({ site, regions }: WrittenApp, pages: Prerendered['pages']): boolean {
  const written = Object.values(pages);
  const isFile = ({ kind, file }: Route): boolean => {
    if (kind === 'page') return Boolean(site.chain(file).modules.at(-1)?.prerender);
    const { prerender, handlers } = site.endpoint(file);
    return Boolean(prerender) && [...handlers.keys()].every((method) => method === 'GET');
  };
  return (
    written.length > 0 &&
    regions.size === 0 &&
    site.table.routes.every(isFile) &&
    written.every(({ holes }) => holes === undefined)
  );
}
