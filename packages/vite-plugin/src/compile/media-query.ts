import { type MediaQuery, transform } from 'lightningcss';

import { suggestion } from './suggest.js';

/** The features of media queries without the `min-` and `max-` of ranges, and the words of those that have words. */
const features: Readonly<Record<string, string>> = {
  'any-hover': 'none hover',
  'any-pointer': 'none coarse fine',
  'aspect-ratio': '',
  color: '',
  'color-gamut': 'srgb p3 rec2020',
  'color-index': '',
  'device-aspect-ratio': '',
  'device-height': '',
  'device-width': '',
  'display-mode':
    'fullscreen standalone minimal-ui browser window-controls-overlay picture-in-picture',
  'dynamic-range': 'standard high',
  'environment-blending': 'opaque additive subtractive',
  'forced-colors': 'none active',
  grid: '',
  height: '',
  'horizontal-viewport-segments': '',
  hover: 'none hover',
  'inverted-colors': 'none inverted',
  monochrome: '',
  'nav-controls': 'none back',
  orientation: 'portrait landscape',
  'overflow-block': 'none scroll paged',
  'overflow-inline': 'none scroll',
  pointer: 'none coarse fine',
  'prefers-color-scheme': 'light dark',
  'prefers-contrast': 'no-preference more less custom',
  'prefers-reduced-data': 'no-preference reduce',
  'prefers-reduced-motion': 'no-preference reduce',
  'prefers-reduced-transparency': 'no-preference reduce',
  resolution: '',
  scan: 'interlace progressive',
  scripting: 'none initial-only enabled',
  update: 'none slow fast',
  'vertical-viewport-segments': '',
  'video-color-gamut': 'srgb p3 rec2020',
  'video-dynamic-range': 'standard high',
  width: '',
};
const known = Object.keys(features);

/** The kinds of devices that browsers still know. */
const devices = ['all', 'screen', 'print'];

/** A length without a unit, which no browser takes, though some tools do. */
const withoutUnit = /(?:width|height) *(?:[:<>]=?|=) *(?!0 *[)<>=])[\d.]+ *[)<>=]/;

/** The fault of a media query, as the end of a sentence; `undefined` if browsers can read it, and some may match it. */
export function mediaQueryFault(query: string): string | undefined {
  if (query.trim() === '') return 'is empty.';
  const queries: MediaQuery[] = [];
  try {
    transform({
      filename: 'query.css',
      code: Buffer.from(`@media ${query}{a{top:0}}`),
      visitor: { MediaQuery: (read) => void queries.push(read) },
    });
  } catch {
    return 'cannot be read.';
  }
  if (queries.length === 0) return 'cannot be read.';
  const fault = queries.map(faultOf).find((each) => each !== undefined);
  return fault ?? (withoutUnit.test(query) ? 'has a length without a unit.' : undefined);
}

function faultOf({ qualifier, mediaType, condition }: MediaQuery): string | undefined {
  if (!devices.includes(mediaType))
    return `is for \`${mediaType}\`, a kind of device that no browser knows.${suggestion(mediaType, devices)}`;
  if (qualifier === 'not' && mediaType === 'all' && !condition) return 'never matches.';
  return faultIn(condition);
}

/** Finds the first fault in a condition: a name that is no feature, or a word that its feature does not have. */
function faultIn(condition: unknown): string | undefined {
  if (typeof condition !== 'object' || condition === null) return undefined;
  const { name, value } = condition as {
    name?: unknown;
    value?: { type?: string; value?: unknown };
  };
  if (typeof name === 'string') {
    const feature = name.replace(/^(?:min|max)-/, '');
    if (!known.includes(feature))
      return `names \`${name}\`, which is no feature of media queries.${suggestion(feature, known)}`;
    const words = features[feature]?.split(' ') ?? [];
    const { value: word } = value ?? {};
    if (value?.type === 'ident' && typeof word === 'string' && words[0] && !words.includes(word))
      return `asks for \`${name}: ${word}\`, which is never so.${suggestion(word, words)}`;
  }
  for (const inner of Object.values(condition)) {
    const fault = faultIn(inner);
    if (fault !== undefined) return fault;
  }
  return undefined;
}
