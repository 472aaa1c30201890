import type { IslandDefinition } from '@skerry/islands/server';

import { fail } from '../../core/errors.js';

/** Names that only browsers have, and every one of them. */
const ofBrowsers =
  /^(?:window|document|navigator|location|history|screen|self|localStorage|sessionStorage|matchMedia|getComputedStyle|requestAnimationFrame|customElements|(?:Mutation|Intersection|Resize)Observer|(?:HTML|SVG)\w*Element|Element|Node|Image|Audio|DOMParser|CSSStyleSheet) is not defined$/;

/** The error of React's hooks outside of React. */
const ofReact = /^Cannot read properties of null \(reading 'use[A-Z]\w*'\)$/;

/** The error of an island on the server, with the next step where it tells what is wrong. */
export function islandFailure({ name: island, packages }: IslandDefinition, error: Error): Error {
  const from = packagesOf(error) ?? packages;
  if (ofBrowsers.test(error.message))
    return fail('browser-only-island', { island, from, problem: error.message }, { cause: error });
  const isPreact = !/\.react(?:\.|$)/.test(island);
  if (isPreact && ofReact.test(error.message))
    return fail('island-of-react', { island, from, problem: error.message }, { cause: error });
  return error;
}

/** The packages through which the stack of an error leads, nearest first, except the frameworks; `undefined` if there are none. */
function packagesOf({ stack = '' }: Error): string[] | undefined {
  const names = stack.split('\n').flatMap((line) => {
    const path = line.split('/node_modules/').at(-1) as string;
    const name = /^(?:@[^/]+\/)?[^/]+/.exec(path)?.[0];
    return name !== undefined && line.includes('/node_modules/') ? name : [];
  });
  const others = new Set(names.filter((name) => !frameworks.test(name)));
  return others.size > 0 ? [...others] : undefined;
}

const frameworks =
  /^(?:@skerry\/.*|preact(?:-.*)?|react|react-dom|scheduler|vite|vitest|\.vite|@vitest\/.*)$/;
