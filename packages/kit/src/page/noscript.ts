import {
  defaultTreeAdapter as adapter,
  type DefaultTreeAdapterTypes as Dom,
  parseFragment,
} from 'parse5';

/** Markup for a script, which would take what is in a `<noscript>` for a part of the page. */
export function withoutNoscript(html: string): string {
  if (!/<noscript/i.test(html)) return html;
  let kept = '';
  let from = 0;
  for (const { startOffset, endOffset } of noscripts(html)) {
    kept += html.slice(from, startOffset);
    from = endOffset;
  }
  return kept + html.slice(from);
}

/** The places of the outermost such elements, in their order, as a parser finds them. */
function noscripts(html: string): { startOffset: number; endOffset: number }[] {
  const found = [];
  const options = { scriptingEnabled: false, sourceCodeLocationInfo: true };
  const nodes: Dom.ChildNode[] = parseFragment(html, options).childNodes.toReversed();
  for (let node; (node = nodes.pop());) {
    if (!adapter.isElementNode(node)) continue;
    const place = node.tagName === 'noscript' && node.sourceCodeLocation;
    if (place) found.push(place);
    else {
      const { childNodes } = 'content' in node ? (node as Dom.Template).content : node;
      nodes.push(...childNodes.toReversed());
    }
  }
  // A parser may have moved some.
  return found.sort((a, b) => a.startOffset - b.startOffset);
}
