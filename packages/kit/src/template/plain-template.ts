import { placeAttribute } from '@skerry/wire';

import type { Part } from './part.js';

/** The constants of a JSX expression, as those of a template; see there. */
export interface PlainTemplate {
  readonly statics: readonly string[];
  readonly parts: readonly Part[];
  readonly ends: readonly string[];
}

/** Takes the marks of places from a template: in a page, outside of regions, nothing finds them. */
export function plainTemplate({ statics, parts }: PlainTemplate): PlainTemplate {
  const plainStatics = [...statics];
  const places = new Set<number>();
  const plainParts = parts.map((part, i) => {
    const isBetweenTags = (part.kind === 'child' || part.kind === 'table') && !part.only;
    if (isBetweenTags) return { ...part, ...unmarked };
    // An element may have several parts, and has one mark.
    if (!places.has(part.place)) removeMark(plainStatics, i, part.place);
    places.add(part.place);
    return part.only ? { ...part, ...unmarked } : part;
  });
  const ends = plainParts.map(({ end }, i) => end + (plainStatics[i + 1] as string));
  return { statics: plainStatics, parts: plainParts, ends };
}

const unmarked: Pick<Part, 'start' | 'end' | 'structureStart' | 'structureEnd'> = {
  start: '',
  end: '',
  structureStart: '',
  structureEnd: '',
};

/** Removes the attribute that marks a place. It is the last one before the first part of its element. */
function removeMark(statics: string[], from: number, place: number): void {
  const mark = ` ${placeAttribute}="${place}"`;
  for (let i = from; i >= 0; i--) {
    const text = statics[i] as string;
    const at = text.lastIndexOf(mark);
    if (at === -1) continue;
    statics[i] = text.slice(0, at) + text.slice(at + mark.length);
    return;
  }
}
