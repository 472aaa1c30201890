import type { AttributeText } from './attributes.js';
import type { Surroundings } from './languages.js';

/** A changing place in a template. All have one shape, so that the loops over them stay fast. */
export interface Part extends Surroundings {
  /**
   * `attribute` and `attributes` are in a start tag; `child` between tags; `table` between the rows of a table, where
   * text has no place; `content` in an element whose content is not parsed as markup; `key` is that of a row.
   */
  readonly kind: 'attribute' | 'attributes' | 'child' | 'table' | 'content' | 'key';
  /** Number of its place. */
  readonly place: number;
  /** Name of the attribute, or of the element whose content this is; of all attributes, those that are the page's. */
  readonly name: string;
  /** True if the value belongs to the page after the first render, by `lv-ignore`: it is never compared. */
  readonly ignored: boolean;
  readonly toText: AttributeText;
  /** True if text here is the only child of an element that carries the place itself. */
  readonly only: boolean;
  /** The markup around a text. */
  readonly start: string;
  readonly end: string;
  /** The markup around structure. */
  readonly structureStart: string;
  readonly structureEnd: string;
}
