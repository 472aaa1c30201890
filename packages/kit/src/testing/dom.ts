import { type HTMLElement, parse } from 'node-html-parser';

/** A test asked for something that is not there, or the region broke one of its promises. */
export class LiveTestError extends Error {
  override readonly name = 'LiveTestError';
}

/** A parsed page, or an element of one; see `node-html-parser` for all it can do. */
export type TestElement = HTMLElement;

/** Parses a page, or a part of one. */
export const parsePage = (html: string): TestElement =>
  parse(html, { blockTextElements: { script: true, style: true, pre: true } });

/**
 * The element that a test means: by its exact text, or by selector.
 *
 * @throws LiveTestError where there is none
 */
export function findBound(html: string, attribute: string, target: string): TestElement {
  const root = parsePage(html);
  const bound = root.querySelectorAll(`[${attribute}]`);
  const found =
    bound.find((element) => element.textContent.trim() === target) ??
    bySelector(root, bound, target);
  if (found) return found;
  const known = bound.map((element) => JSON.stringify(element.textContent.trim())).join(', ');
  throw new LiveTestError(
    `No element with ${attribute} is ${JSON.stringify(target)}, by text or selector; there are: ${known || 'none'}.`,
  );
}

function bySelector(
  root: TestElement,
  bound: readonly TestElement[],
  selector: string,
): TestElement | undefined {
  try {
    const matching = root.querySelectorAll(selector);
    return bound.find((element) => matching.includes(element));
  } catch {
    // A text that is no selector.
    return undefined;
  }
}
