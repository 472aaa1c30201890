/**
 * Keeps what a visitor looks at where it is while something comes or goes above it. Browsers do so by themselves, except
 * for those without scroll anchoring (Safari): only these load it.
 */
interface Anchor {
  element: Element;
  /** What it scrolls in: the page, or a box. */
  scroller: Element;
  /** Pixels below the upper edge of the view. */
  top: number;
}

/** So many points of the view, one below the other, are looked at for anchors. */
const points = 16;

/** Looking costs a layout, which a page at its top need not pay. */
let hasScrolled = scrollY > 0;
addEventListener('scroll', () => (hasScrolled = true), { capture: true, once: true });

/** Notes what is in view before an update; the function that it returns brings it back there. */
export function holdScroll(): (() => void) | undefined {
  if (!hasScrolled) return undefined;
  const anchors = Array.from({ length: points }, (_, i) => anchorAt((i + 0.5) / points)).flat();
  // What begins above the view may have changed its height only, and serves where there is nothing else.
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

/** What is at a height of the view, if anything is that has been scrolled there. */
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
