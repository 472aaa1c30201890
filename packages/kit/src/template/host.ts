import { originAttribute } from '@skerry/wire';

import { fail } from '../core/errors.js';
import { IslandElement, type IslandMarkup } from './island/island-element.js';
import type { Around } from './languages.js';
import type { LiveElement } from './live.js';
import type { Part } from './part.js';

/**
 * Refuses a region or an island where its host cannot be: between the rows of a table, parsers would move it out; in
 * SVG and MathML it would be no element of HTML.
 *
 * @throws SkerryError `host-in-table`, `host-in-drawing`
 */
export function checkPlace(
  element: LiveElement | IslandElement,
  at: Part | undefined,
  { language }: Around,
): void {
  if (language) throw fail('host-in-drawing', { ...hostOf(element), language });
  if (at?.kind === 'table') throw fail('host-in-table', hostOf(element));
}

function hostOf(element: LiveElement | IslandElement) {
  if (element instanceof IslandElement)
    return { kind: 'island', name: element.definition.name } as const;
  const { id } = element.view as { readonly id?: unknown };
  return { kind: 'live view', name: String(id) } as const;
}

/**
 * The attributes of the host of an island, but for its props.
 *
 * @param keys those around it: an edited page, in development, keeps the islands that have the same ones
 */
export const hostAttributes = (
  element: IslandElement,
  path: string,
  own: IslandMarkup | undefined,
  keys?: string,
): Record<string, string> => ({
  ...element.attributes,
  at: path,
  ...(own ? {} : { failed: '' }),
  ...(keys && { [originAttribute]: keys }),
});
