/**
 * Scroll anchoring for browsers without it (Safari): the content in view stays where it is while something comes or goes
 * above it.
 */
interface Anchor {
  element: Element;
  /** The scrolling element around it: the page, or a box. */
  scroller: Element;
  /** Pixels below the upper edge of the view. */
  top: number;
}

/** The number of points of the view, one below the other, at which anchors are looked for. */
const points = 16;

/** A look costs a layout, which a page at its top need not pay. */
let hasScrolled = scrollY > 0;
addEventListener('scroll', () => (hasScrolled = true), { capture: true, once: true });

/** Notes the elements in view before an update. @returns a function that scrolls them back into place */
export function holdScroll(): (() => void) | undefined {
  if (!hasScrolled) return undefined;
  const anchors = Array.from({ length: points }, (_, i) => anchorAt((i + 0.5) / points)).flat();
  // An element that begins above the view may only have changed its height: it serves if there is no other.
  anchors.sort((a, b) => +(a.top < 0) - +(b.top < 0));
  return () => {
    const held = new Set<Element>();
    for (const { element, scroller, top } of anchors) {
      if (!element.isConnected || held.has(scroller)) continue;
      held.add(scroller);
      scroller.scrollBy({ top: topOf(element) - top, behavior: 'instant' });
    }
  };
}

/** Finds the element at a height of the view, if it has been scrolled. */
function anchorAt(height: number): Anchor[] {
  const element = Document.prototype.elementFromPoint.call(
    document,
    innerWidth / 2,
    height * innerHeight,
  );
  for (let each = element; each; each = each.parentElement) {
    if (/fixed|sticky/.test(getComputedStyle(each).position)) break;
    if (each.scrollTop > 0 && each !== element)
      return [{ element: element!, scroller: each, top: topOf(element!) }];
  }
  return [];
}

const topOf = (element: Element): number => element.getBoundingClientRect().top;
