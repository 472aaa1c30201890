/** The parts of a DOM node that this reads; those of browsers and of parsers in Node fit. */
interface DomNode {
  readonly nodeType: number;
  readonly nodeName: string;
  readonly nodeValue: string | null;
  readonly childNodes: Iterable<DomNode>;
  readonly attributes?: Iterable<{ readonly name: string; readonly value: string }>;
}

/**
 * What belongs to the browser, so that two equal pages may differ in it. Attributes are left out of the canonical form;
 * properties (what a visitor typed, opened or scrolled) never enter it, since it reads attributes alone.
 */
export const clientOwned = {
  attributes: ['aria-busy', 'data-state', 'data-token', 'id of a region'],
  properties: [
    'value, checked, selected and indeterminate of fields',
    'open of details and dialogs that a visitor opened or closed',
    'focus, selection and scroll position',
  ],
} as const;

/**
 * A DOM tree as text, such that two trees that show the same have the same text: attributes in order, neighbouring texts
 * joined; markers, comments and what {@link clientOwned} lists are left out. It names nothing outside itself, so that a
 * test can evaluate it inside a page.
 *
 * @param root the node whose content is written
 */
export function canonicalDom(root: DomNode): string {
  const markers = ['data-s', 'data-k', 'aria-busy', 'data-state', 'data-token'];
  const write = (node: DomNode, indent: string): string => {
    let text = '';
    let lines = '';
    const endText = () => {
      if (text !== '') lines += `${indent}${JSON.stringify(text)}\n`;
      text = '';
    };
    for (const child of node.childNodes) {
      if (child.nodeType === 3) text += child.nodeValue ?? '';
      if (child.nodeType !== 1) continue;
      endText();
      lines += element(child, indent);
    }
    endText();
    return lines;
  };
  const element = (node: DomNode, indent: string): string => {
    const name = node.nodeName.toLowerCase();
    const attributes = [...(node.attributes ?? [])]
      .filter((attribute) => !markers.includes(attribute.name))
      .filter((attribute) => !(name === 'skerry-live' && attribute.name === 'id'))
      .map((attribute) => ` ${attribute.name}=${JSON.stringify(attribute.value)}`)
      .sort();
    return `${indent}<${name}${attributes.join('')}>\n${write(node, `${indent}  `)}`;
  };
  return write(root, '');
}
