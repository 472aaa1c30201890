import { madePages, writeRoutes } from '../../test/made-routes.js';
import type { Line } from './report.js';
import { measureTypeCheck } from './type-check.js';

const pages = madePages(500);

/** The time in which an app of 500 pages is type-checked with the types of its routes, and without them. */
export const measureRouteTypes = (): Line[] =>
  measureTypeCheck('types of 500 routes', (root, isTyped) =>
    writeRoutes(root, pages, isTyped ? 'of the app' : 'none'),
  );
