/** The parts of a DOM node that this reads; those of browsers and of parsers in Node fit. */
interface DomNode {
  readonly nodeType: number;
  readonly nodeName: string;
  readonly nodeValue: string | null;
  readonly childNodes: Iterable<DomNode>;
  readonly attributes?: Iterable<{ readonly name: string; readonly value: string }>;
}

/** An element whose style a browser reads and writes. */
interface StyledElement {
  readonly style: { cssText: string };
}

/**
 * What belongs to the browser, so that two equal pages may differ in it. Attributes are left out of the canonical form;
 * properties (what a visitor typed, opened or scrolled) never enter it, since it reads attributes alone.
 */
export const clientOwned = {
  attributes: [
    'data-state, data-token and data-uses of a region, and its id',
    'data-pending and data-dirty',
    'type, form and name of a button with lv-click; method, id and data-post of a form with lv-submit',
    'props and failed of an island',
  ],
  properties: [
    'value, checked, selected and indeterminate of fields',
    'open of details and dialogs that a visitor opened or closed',
    'focus, selection and scroll position',
  ],
} as const;

/**
 * A DOM tree as text, such that two trees that show the same have the same text: attributes in order, neighbouring texts
 * joined; markers, comments and what {@link clientOwned} lists are left out. Styles are written as the browser that it runs
 * in writes them; in Node names, spaces and semicolons are made alike, and no more. The content of an island's slots comes
 * after its own markup, wherever the island has put it. It names nothing outside itself, so that a test can evaluate it
 * inside a page.
 *
 * @param root the node whose content is written
 */
export function canonicalDom(root: DomNode): string {
  const markers = ['s', 'k', 'state', 'token', 'uses', 'pending', 'dirty'].map(
    (own) => `data-${own}`,
  );
  const owned: Record<string, string[]> = {
    'skerry-live': ['id'],
    'skerry-island': ['props', 'failed'],
  };
  const tagOf = (node: DomNode) => (node.nodeType === 1 ? node.nodeName.toLowerCase() : '');
  const page = (globalThis as { document?: { createElement(tag: 'i'): StyledElement } }).document;
  /** A style in the spelling of the browser, which a diff leaves behind; `cssText` works under any policy. */
  const styleOf = (text: string): string => {
    if (!page) return spelled(text);
    const { style } = page.createElement('i');
    style.cssText = text;
    return style.cssText;
  };
  const spelled = (text: string): string =>
    (text.match(/(?:[^;"'(]|"[^"]*"|'[^']*'|\([^)]*\)|["'(])+/g) ?? [])
      .map((declaration) => declaration.trim().replaceAll(/\s+/g, ' '))
      .filter((declaration) => declaration !== '')
      .map((declaration) =>
        declaration.replace(/^([^: ]+) ?: ?/, (_, name: string) =>
          name.startsWith('--') ? `${name}: ` : `${name.toLowerCase()}: `,
        ),
      )
      .map((declaration) => `${declaration};`)
      .join(' ');
  /** Writes the content of a node. The slots of the island around it are put into `slots`, for later. */
  const write = (node: DomNode, indent: string, slots?: DomNode[]): string => {
    let text = '';
    let lines = '';
    let held: DomNode[] = [];
    const endText = () => {
      if (text !== '') lines += `${indent}${JSON.stringify(text)}\n`;
      text = '';
    };
    for (const child of node.childNodes) {
      const tag = tagOf(child);
      if (child.nodeType === 3) text += child.nodeValue ?? '';
      if (tag === 'skerry-holder') held = [...child.childNodes];
      if (tag === '' || tag === 'skerry-holder' || tag === 'skerry-end') continue;
      endText();
      const isSlot = tag === 'skerry-slot' && slots;
      if (isSlot) slots.push(child);
      lines += `${indent}${startOf(child)}\n`;
      if (tag === 'skerry-island') lines += island(child, `${indent}  `, held.splice(0));
      else if (!isSlot) lines += write(child, `${indent}  `, slots);
    }
    endText();
    return lines;
  };
  const island = (host: DomNode, indent: string, held: DomNode[]): string => {
    const slots = held.filter((node) => tagOf(node) === 'skerry-slot');
    const own = write(host, indent, slots);
    const contents = slots.map((slot) => [startOf(slot), write(slot, `${indent}  `)] as const);
    const filled = contents
      .filter(([, inner]) => inner !== '')
      .sort(([a], [b]) => (a < b ? -1 : 1));
    return own + filled.map(([slot, inner]) => `${indent}in ${slot}\n${inner}`).join('');
  };
  /** Attributes by which a bound element works without script: a page has them, and updates bring none. */
  const posts = (names: readonly string[]): string[] => {
    if (names.includes('lv-click')) return ['type', 'form', 'name'];
    return names.includes('lv-submit') ? ['method', 'data-post', 'id'] : [];
  };
  const startOf = (node: DomNode): string => {
    const tag = tagOf(node);
    const all = [...(node.attributes ?? [])];
    const spare = /^(?:button|input|form)$/.test(tag) ? posts(all.map(({ name }) => name)) : [];
    const attributes = all
      .filter(({ name }) => !markers.includes(name) && !owned[tag]?.includes(name))
      .filter(({ name }) => !spare.includes(name))
      .map(({ name, value }) => [name, name === 'style' ? styleOf(value) : value] as const)
      .map(([name, value]) => ` ${name}=${JSON.stringify(value)}`)
      .sort();
    return `<${tag}${attributes.join('')}>`;
  };
  return write(root, '');
}
