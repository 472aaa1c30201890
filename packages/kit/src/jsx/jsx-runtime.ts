import { island } from '@skerry/islands/server';
import { ignoreAttribute, placeAttribute } from '@skerry/wire';

import { fail } from '../core/errors.js';
import { attributeHtml } from '../template/attributes.js';
import { type Child, isText } from '../template/child.js';
import { component } from '../template/component.js';
import { preformatted, tableContainers, textElements, voidElements } from '../template/elements.js';
import { For } from '../template/list/for.js';
import type { HtmlContext } from '../template/html-context.js';
import { renderHtml } from '../template/html-writer.js';
import { noteOrigin, type Origin } from '../template/origin.js';
import { Whole } from '../template/raw.js';
import type { Part } from '../template/part.js';
import {
  attributes,
  child,
  content,
  ignored,
  key as keyPart,
  keyed,
  only,
  table,
  render,
  type Rendered,
  Template,
} from '../template/template.js';

export type { JSX } from './jsx-types.js';

type Props = Record<string, unknown>;

/**
 * JSX without the compiler: builds the same markup at run time, with one template for each shape of element. All its
 * attributes share one part, and each child has a place of its own, except a text that is the only child.
 */
export function jsx(type: unknown, props: Props, key?: string | number): Child {
  return node(type, props, 'children' in props ? [props['children']] : [], key);
}

/** JSX with several children; see {@link jsx}. */
export function jsxs(type: unknown, props: Props, key?: string | number): Child {
  return node(type, props, props['children'] as unknown[], key);
}

/** JSX in development, which knows where it was written; see {@link jsx}. */
export function jsxDEV(
  type: unknown,
  props: Props,
  key: string | number | undefined,
  several: boolean,
  source?: { fileName?: string; lineNumber?: number },
): Child {
  const made = several ? jsxs(type, props, key) : jsx(type, props, key);
  noteOrigin(made, developmentOrigin(type, source));
  return made;
}

function developmentOrigin(
  type: unknown,
  source?: { fileName?: string; lineNumber?: number },
): Origin {
  // The result of a component was written elsewhere; its name is known here.
  if (typeof type === 'function') return { name: type.name };
  const { fileName, lineNumber } = source ?? {};
  return { file: fileName, lines: lineNumber === undefined ? [] : [lineNumber] };
}

/** Several children without an element around them. */
export const Fragment = Symbol('skerry.fragment');

function node(type: unknown, props: Props, children: unknown[], key?: string | number): Child {
  // seam: what components return is known by JSX's types, not here
  if (typeof type === 'string') return element(type, props, children, key) as Child;
  // The key of a list is the function that tells those of its rows.
  if (type === For) return component(type, { key, ...props }) as Child;
  const made = (
    type === Fragment ? fragment(children) : component(type, propsFor(type, props, children))
  ) as Child;
  return key === undefined ? made : keyed(key, made);
}

/** The props of a component. The content of an island is one piece of markup, or one value. */
const propsFor = (type: unknown, props: Props, children: unknown[]): Props =>
  children.length > 1 && typeof type === 'object' && type !== null && island in type
    ? { ...props, children: fragment(children) }
    : props;

function element(tag: string, props: Props, children: unknown[], key?: string | number): unknown {
  if (tag === 'template' && children.length > 0) {
    // As the compiler does.
    const clonable = 'shadowrootmode' in props && { shadowrootclonable: true };
    const made = new Whole(
      renderHtml(rendered(tag, { ...clonable, ...props }, children), inert) as string,
    );
    return key === undefined ? made : keyed(key, made);
  }
  return rendered(tag, props, children, key);
}

/** The content of a `<template>` is not part of the page: nothing in it lives. */
const inert: HtmlContext = {
  async: false,
  region: ({ view }) => refuseHost((view as { id: string }).id),
  island: ({ name }) => refuseHost(name),
};

function refuseHost(name: string): never {
  throw fail('host-in-template', { name });
}

function rendered(tag: string, props: Props, children: unknown[], key?: string | number): Rendered {
  const own = Object.keys(props).some((name) => name !== 'children');
  const asText = textElements.has(tag);
  const alone = children.length === 1 && isText(children[0]) && !tableContainers.has(tag);
  const shape = {
    tag,
    own,
    isKeyed: key !== undefined,
    children: children.length,
    alone,
    ignore: ignoreOf(props),
  };
  const dynamics: unknown[] = key === undefined ? [] : [key];
  if (own) dynamics.push(props);
  if (asText && children.length > 0) dynamics.push(children);
  else dynamics.push(...children);
  return render(templateOf(shape), dynamics);
}

/** The parts that `lv-ignore` leaves to the page: `''` is the content of the element, other words are names of attributes. */
function ignoreOf({ 'lv-ignore': value, 'lv-preserve': isPreserved }: Props): string | undefined {
  return value === true || isPreserved ? '' : typeof value === 'string' ? value.trim() : undefined;
}

const fragment = (children: unknown[]): unknown =>
  render(
    templateOf({ tag: '', own: false, isKeyed: false, children: children.length, alone: false }),
    children,
  );

/** The facts that decide on a template. Names of attributes do not: one part takes them all. */
interface Shape {
  tag: string;
  own: boolean;
  isKeyed: boolean;
  children: number;
  alone: boolean;
  ignore?: string | undefined;
}

const templates = new Map<string, Template>();

function templateOf(shape: Shape): Template {
  const id = `${shape.tag} ${shape.own} ${shape.isKeyed} ${shape.children} ${shape.alone} ${shape.ignore}`;
  let template = templates.get(id);
  if (!template) templates.set(id, (template = shape.tag === '' ? bare(shape) : around(shape)));
  return template;
}

const bare = ({ children }: Shape): Template =>
  new Template(
    Array.from({ length: children + 1 }, () => ''),
    Array.from({ length: children }, (_, i) => child(i)),
  );

function around(shape: Shape): Template {
  const { tag, own, isKeyed, ignore } = shape;
  // oxlint-disable-next-line no-control-regex -- control characters are what a name may not hold
  if (!/^[a-z][^\s"'<>/=\0-\x1f]*$/i.test(tag))
    throw fail('not-a-component', { value: `<${tag}>` });
  const shares = (shape.alone || textElements.has(tag)) && shape.children > 0;
  const inner = childParts(shape, shares);
  const parts = [
    ...(isKeyed ? [keyPart()] : []),
    ...(own ? [attributes(0, ignore)] : []),
    ...inner,
  ];
  const left = ignore === undefined ? '' : attributeHtml(ignoreAttribute, ignore);
  const mark = left + (own || shares ? ` ${placeAttribute}="0"` : '');
  const statics = isKeyed ? [`<${tag}`, mark] : [`<${tag}${mark}`];
  if (own) statics.push('');
  statics.push(...inner.map(() => ''));
  // The tag ends before its first child.
  statics[statics.length - 1 - inner.length] += preformatted.has(tag) ? '>\n' : '>';
  if (!voidElements.has(tag)) statics[statics.length - 1] += `</${tag}>`;
  return new Template(statics, parts);
}

function childParts({ tag, own, children, ignore }: Shape, shares: boolean): Part[] {
  const part = tableContainers.has(tag) ? table : child;
  const parts = shares
    ? [textElements.has(tag) ? content(0, tag) : only(0)]
    : Array.from({ length: children }, (_, i) => part(i + (own ? 1 : 0)));
  return ignore === '' ? parts.map(ignored) : parts;
}
