import { describe } from '../core/describe.js';
import { fail } from '../core/errors.js';
import { mediaType } from '../core/answer-headers.js';
import { toError } from '../core/thrown.js';
import type { PageModule, Prerender } from '../page/module.js';
import { fillRoute, paramNames } from '../route/fill.js';
import type { Route } from '../route/table.js';
import { fileOfEndpoint, fileOfPage } from './prerendered.js';
import type { Site } from '../page/site.js';

/** A page, or the answer of an endpoint, to write as a file. */
export interface PlannedPage {
  kind: Route['kind'];
  /** Its file under `src/pages`. */
  file: string;
  /** Its canonical path. */
  path: string;
  params: Record<string, string>;
  /** The file to write. */
  target: string;
  /** The name for errors. */
  name: string;
}

/**
 * Lists the pages and endpoints of an app to write as files.
 *
 * @throws SkerryError `prerender-params`, `prerender-conflict`, `prerender-failed`, `prerender-type`
 */
export async function planPages(site: Site): Promise<PlannedPage[]> {
  const pages = new Map<string, PlannedPage>();
  for (const route of site.table.routes) {
    const { kind, file } = route;
    const { prerender } =
      kind === 'page' ? (site.chain(file).modules.at(-1) as PageModule) : site.endpoint(file);
    for (const params of await paramsOf(route, prerender)) {
      const name = nameOf(file, params);
      const filled = fillRoute(site.table, route, params);
      if ('problem' in filled)
        throw fail('prerender-params', { page: name, problem: filled.problem });
      const { base } = site.table;
      const target =
        kind === 'page' ? fileOfPage(filled.path, base) : fileOfEndpoint(filled.path, base);
      if (!mediaType(target)) throw fail('prerender-type', { page: name, target });
      const other = pages.get(target);
      if (other) throw fail('prerender-conflict', { page: name, other: other.name, target });
      pages.set(target, { ...filled, kind, file, target, name });
    }
  }
  return [...pages.values()];
}

/** The params of a route's pages; those of a path without params are empty. */
async function paramsOf(route: Route, prerender: Prerender = false): Promise<readonly unknown[]> {
  const page = nameOf(route.file, {});
  const names = paramNames(route);
  if (prerender === false) return [];
  if (names.length === 0) {
    if (prerender === true) return [{}];
    throw fail('prerender-params', { page, problem: `the path ${route.pattern} has no params` });
  }
  if (prerender === true)
    throw fail('prerender-params', {
      page,
      problem: `the path ${route.pattern} has params, and nothing says which pages there are`,
    });
  const list: unknown = typeof prerender === 'function' ? await listOf(page, prerender) : prerender;
  if (Array.isArray(list)) return list;
  throw fail('prerender-params', {
    page,
    problem: `its \`prerender\` returns ${describe(list)} and not an array`,
  });
}

async function listOf(page: string, prerender: () => unknown): Promise<unknown> {
  try {
    return await prerender();
  } catch (thrown) {
    throw prerenderFailure(page, toError(thrown));
  }
}

/** The error of a page that threw. */
export const prerenderFailure = (page: string, cause: Error): Error =>
  fail('prerender-failed', { page, message: cause.message }, { cause });

/** The name of a page: its file and its params, if any. */
function nameOf(file: string, params: unknown): string {
  const given = Object.entries(typeof params === 'object' && params !== null ? params : {});
  const texts = given.map(
    ([name, value]) =>
      `${name} ${typeof value === 'string' ? JSON.stringify(value) : describe(value)}`,
  );
  return `src/pages/${file}${texts.length > 0 ? ` (${texts.join(', ')})` : ''}`;
}
