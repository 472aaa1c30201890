import { transform } from 'lightningcss';

import { suggestion } from './suggest.js';

/** The features of media queries, without the `min-` and `max-` of ranges. */
const features =
  'any-hover any-pointer aspect-ratio color color-gamut color-index device-aspect-ratio device-height device-width ' +
  'display-mode dynamic-range environment-blending forced-colors grid height horizontal-viewport-segments hover ' +
  'inverted-colors monochrome nav-controls orientation overflow-block overflow-inline pointer prefers-color-scheme ' +
  'prefers-contrast prefers-reduced-data prefers-reduced-motion prefers-reduced-transparency resolution scan scripting ' +
  'update vertical-viewport-segments video-color-gamut video-dynamic-range width';
const known = features.split(' ');

/** A length without a unit, which no browser takes, though some tools do. */
const withoutUnit = /(?:width|height) *(?:[:<>]=?|=) *(?!0 *[)<>=])[\d.]+ *[)<>=]/;

/** The fault of a media query, as the end of a sentence; `undefined` if browsers can read it. */
export function mediaQueryFault(query: string): string | undefined {
  if (query.trim() === '') return 'is empty.';
  const names: string[] = [];
  try {
    transform({
      filename: 'query.css',
      code: Buffer.from(`@media ${query}{a{top:0}}`),
      visitor: { MediaQuery: (read) => void collectNames(read.condition, names) },
    });
  } catch {
    return 'cannot be read.';
  }
  const unknown = names.find((name) => !known.includes(name.replace(/^(?:min|max)-/, '')));
  if (unknown !== undefined) {
    const meant = suggestion(unknown.replace(/^(?:min|max)-/, ''), known);
    return `names \`${unknown}\`, which is no feature of media queries.${meant}`;
  }
  return withoutUnit.test(query) ? 'has a length without a unit.' : undefined;
}

/** Collects the names of the features in a condition. */
function collectNames(value: unknown, names: string[]): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    if (key === 'name' && typeof inner === 'string') names.push(inner);
    else collectNames(inner, names);
  }
}
