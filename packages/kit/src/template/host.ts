import { fail } from '../core/errors.js';
import { IslandElement } from './island-element.js';
import type { LiveElement } from './live-element.js';
import type { OwnMarkup } from './own-markup.js';
import type { Slot } from './template.js';

/**
 * Refuses a region or an island between the parts of a table: parsers would move its host out.
 *
 * @throws SkerryError `host-in-table`
 */
export function checkPlace(element: LiveElement | IslandElement, at: Slot | undefined): void {
  if (at?.kind !== 'part') return;
  if (element instanceof IslandElement)
    throw fail('host-in-table', { kind: 'island', name: element.definition.name });
  const { id } = element.view as { readonly id?: unknown };
  throw fail('host-in-table', { kind: 'live view', name: String(id) });
}

/** The attributes of the host of an island, but for its props. */
export const hostAttributes = (
  element: IslandElement,
  path: string,
  own: OwnMarkup | undefined,
): Record<string, string> => ({
  ...element.attributes,
  at: path,
  ...(own ? {} : { failed: '' }),
});
