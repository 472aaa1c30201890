const words = (list: string): ReadonlySet<string> => new Set(list.split(' '));

/** Elements of HTML that have no content and no end tag. */
export const voidElements = words(
  'area base basefont bgsound br col embed hr img input keygen link meta param source track wbr',
);

/** Elements of HTML whose content is text, not markup. */
export const textElements = words('title textarea option script style');

/** Elements of HTML in which text has no place: browsers move it out of the table. */
export const tableParts = words('table thead tbody tfoot tr colgroup');

/** Elements of HTML at whose start parsers drop a line feed; the content of a text area is written elsewhere. */
export const preformatted = words('pre listing');
