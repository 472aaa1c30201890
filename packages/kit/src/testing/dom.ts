import type { Issue, Refusal } from '@skerry/wire';
import { type HTMLElement, parse } from 'node-html-parser';

import { namesOf } from './accessible-name.js';

/** A test asked for something that is not there, the server refused it, or the region broke one of its promises. */
export class LiveTestError extends Error {
  override readonly name = 'LiveTestError';
  /** The code of a refusal: `denied`, `invalid-payload`, `redirected`, … */
  readonly code: string | undefined;
  /** What a schema says of a payload that it refuses. */
  readonly issues: readonly Issue[] | undefined;
  /** The path to which a mount sends the visitor, with the code `redirected`. */
  readonly to: string | undefined;

  constructor(message: string, { code, issues, to }: Partial<Refusal> & { to?: string } = {}) {
    super(message);
    this.code = code;
    this.issues = issues;
    this.to = to;
  }
}

/** The error of a test whose request was refused. */
export const refusedError = (refusal: Refusal): LiveTestError =>
  new LiveTestError(`${refusal.code}: ${refusal.reason}`, refusal);

/** A parsed page, or an element of one; see `node-html-parser` for all it can do. */
export type TestElement = HTMLElement;

/** Parses a page, or a part of one. */
export const parsePage = (html: string): TestElement =>
  parse(html, { blockTextElements: { script: true, style: true, pre: true } });

/**
 * The element that a test means: by its exact text, by its name, as assistive technology says it, or by selector.
 *
 * @throws LiveTestError where there is none
 */
export function findBound(html: string, attribute: string, target: string): TestElement {
  const root = parsePage(html);
  const bound = root.querySelectorAll(`[${attribute}]`);
  const names = namesOf(root, bound);
  const found =
    bound.find((element) => element.textContent.trim() === target) ??
    bound[names.indexOf(target)] ??
    bySelector(root, bound, target);
  if (found) return found;
  const known = names.map((name) => JSON.stringify(name)).join(', ');
  throw new LiveTestError(
    `No element with ${attribute} is ${JSON.stringify(target)}, by text, name or selector; there are: ${known || 'none'}.`,
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

const valuePrefix = 'lv-value-';

/** A payload with the members that `lv-value-<name>` at an element adds to it, as browsers add them. */
export function withValues(element: TestElement, payload: unknown): unknown {
  const values = Object.entries(element.attributes)
    .map(([name, value]) => [name.toLowerCase(), value] as const)
    .filter(([name]) => name.startsWith(valuePrefix))
    .map(([name, value]) => [name.slice(valuePrefix.length), value]);
  // A payload that is no record has no members.
  if (!values[0] || (payload != null && typeof payload !== 'object')) return payload;
  return { ...Object.fromEntries(values), ...payload };
}
