import { escapeHtml, preformatted, voidElements } from '@skerry/kit/template';
import type { ESTree } from 'vite';
import { placeAttribute } from '@skerry/wire';

import { type Attributes, codeOf, isConstant, objectPieces } from './attribute.js';
import { readAttributes } from './attributes.js';
import { checkAttribute, constantHtml } from './check-attribute.js';
import { checkOptions } from './check-options.js';
import { type Item, readChildren } from './children.js';
import type { Span } from './errors.js';
import {
  type Ancestor,
  fontFault,
  holdsText,
  isCertainlyHtml,
  isTablePart,
  nestingFault,
  type NestingFault,
  textFault,
  within,
} from './nesting.js';
import { isCertainlyText, isStructure, outcomesOf } from './outcomes.js';
import type { Piece } from './pieces.js';
import type { Expression, Jsx } from './syntax.js';
import { isRows } from './table-rows.js';
import { TemplateBuilder } from './template-builder.js';
import { quote } from './text.js';
import type { Placement, FileContext } from './file-context.js';

/** Compiles an element, with all markup written between its tags, to one template. */
export function elementPieces(
  context: FileContext,
  node: ESTree.JSXElement,
  tag: string,
  placement: Placement,
): Piece[] {
  const writer = new MarkupWriter(context);
  writer.writeElement(node, tag, placement.parent, placement);
  return writer.builder.finishTemplate(node);
}

/** Compiles the children of a fragment or a component to one template. */
export function childrenPieces(context: FileContext, node: Jsx, parent?: Ancestor): Piece[] {
  const writer = new MarkupWriter(context);
  writer.writeChildren(readChildren(context, node), parent);
  return writer.builder.finishTemplate(node);
}

/** Writes markup into a template, and makes sure that browsers read it as it is meant. */
class MarkupWriter {
  readonly builder: TemplateBuilder;

  constructor(readonly context: FileContext) {
    this.builder = new TemplateBuilder(context.prelude, context.origins);
  }

  /** Writes an element; `root` is given where it is the outermost of its expression. */
  writeElement(
    node: ESTree.JSXElement,
    tag: string,
    parent: Ancestor | undefined,
    root?: Placement,
  ): void {
    this.#check(nestingFault(tag, parent), node);
    const attributes = readAttributes(this.context, node.openingElement, {
      kind: 'element',
      name: tag,
    });
    const element = within(tag, parent, encodingOf(attributes));
    for (const member of attributes.members)
      this.#check(fontFault('name' in member ? member.name : undefined, element), node);
    const items = readChildren(this.context, node);
    const text = holdsText(element) ? this.#changingText(items, element) : undefined;
    const only = text ? undefined : this.#onlyText(items, element);
    const change = attributes.change ?? only ?? text;

    this.builder.noteElement(node);
    this.builder.writeMarkup(`<${tag}`);
    if (tag === 'template') this.#clonable(attributes);
    this.#key(attributes, root);
    if (attributes.ignore !== undefined)
      this.builder.writeMarkup(` lv-ignore="${escapeHtml(attributes.ignore)}"`);
    const place = change ? this.#elementPlace(change, parent) : '';
    this.#attributes(tag, attributes, place);
    // A parser drops the first line break of a <pre>; after this one the content keeps its own.
    this.builder.writeMarkup(preformatted.has(tag) ? '>\n' : '>');
    if (voidElements.has(tag) && !element.foreign) return this.#checkEmpty(tag, items);
    this.#ignoring(attributes.ignore === '', () => {
      if (text) this.#addContent(items, element, place);
      else if (only) this.#addOnly(only, element, place);
      else this.writeChildren(items, element);
    });
    this.builder.writeMarkup(`</${tag}>`);
  }

  /** The changing part of an element that holds text, or text that does not read the same in HTML and SVG. */
  #changingText(items: Item[], element: Ancestor): Span | undefined {
    for (const item of items) {
      if (item.kind !== 'text') return item.node;
      if (!isRaw(element) || !/[<&]/.test(item.text) || isCertainlyHtml(element.parent)) continue;
      if (this.#constantOnly(element.parent)) continue;
      this.#checkRaw(item.text, item.at, element);
      return item.at;
    }
    return undefined;
  }

  /** The expression that is the whole content of an element and may be text. */
  #onlyText(items: Item[], element: Ancestor): Expression | undefined {
    const [item] = items;
    if (items.length !== 1 || item?.kind !== 'hole' || isTablePart(element)) return undefined;
    return isStructure(outcomesOf(item.node)) ? undefined : item.node;
  }

  #key({ key }: Attributes, root: Placement | undefined): void {
    if (key) this.builder.addPart('key', [], codeOf(key.value));
    else if (root?.isRow) this.builder.addPart('key', [], 'null');
  }

  /** Lets a browser copy a shadow root with the template that declares it. */
  #clonable({ members }: Attributes): void {
    const names = members.map((member) => 'name' in member && member.name);
    if (names.includes('shadowrootmode') && !names.includes('shadowrootclonable'))
      this.builder.writeMarkup(' shadowrootclonable=""');
  }

  #elementPlace(change: Span, parent: Ancestor | undefined): string {
    this.#checkChanging(change, parent);
    const place = String(this.builder.nextPlace());
    this.builder.writeMarkup(` ${placeAttribute}="${place}"`);
    return place;
  }

  /** Writes something that may be the page's after the first render. */
  #ignoring(isIgnored: boolean, write: () => void): void {
    const { builder } = this;
    const around = builder.isIgnored;
    builder.isIgnored ||= isIgnored;
    write();
    builder.isIgnored = around;
  }

  #attributes(tag: string, attributes: Attributes, place: string): void {
    const { members, hasSpread, ignore } = attributes;
    const { source } = this.context;
    const ignored = ignore?.split(' ') ?? [];
    for (const member of members) {
      if ('spread' in member) continue;
      checkAttribute(this.context, member);
      const { value } = member;
      const html = isConstant(value) ? constantHtml(source, { ...member, value }) : undefined;
      if (hasSpread) continue;
      if (html !== undefined) this.builder.writeMarkup(html);
      else
        this.#ignoring(ignored.includes(member.name), () =>
          this.builder.addPart('attribute', [place, quote(member.name)], codeOf(value)),
        );
    }
    checkOptions(this.context, tag, attributes);
    const parameters = ignore ? [place, quote(ignore)] : [place];
    if (hasSpread)
      this.builder.addPart('attributes', parameters, '{ ', ...objectPieces(members), ' }');
  }

  #checkEmpty(tag: string, [item]: Item[]): void {
    if (!item) return;
    throw this.context.source.errorAt(
      item.kind === 'text' ? item.at : item.node,
      `<${tag}> has no content.`,
      `Write <${tag} />, and put this beside it.`,
    );
  }

  #addContent(items: Item[], element: Ancestor, place: string): void {
    const parts = items.flatMap((item, i): Piece[] => {
      const comma = i === 0 ? '' : ', ';
      return [comma, item.kind === 'text' ? quote(item.text) : this.#contentPart(item, element)];
    });
    this.builder.addPart('content', [place, quote(element.tag)], '[', ...parts, ']');
  }

  #contentPart(item: Exclude<Item, { kind: 'text' }>, element: Ancestor): Expression {
    if (item.kind === 'element') this.#check(nestingFault(item.tag, element), item.node);
    if (item.kind === 'element' || !isStructure(outcomesOf(item.node))) return item.node;
    throw this.context.source.errorAt(
      item.node,
      `The content of <${element.tag}> is text: it cannot hold components, markup or lists.`,
      'Put a string there.',
    );
  }

  #addOnly(node: Expression, element: Ancestor, place: string): void {
    this.#checkChanging(node, element);
    this.builder.addPart('only', [place], node);
  }

  /** Writes the children of a tag. */
  writeChildren(items: Item[], parent: Ancestor | undefined): void {
    if (parent?.tag === 'table') this.#tableChildren(items, parent);
    else for (const item of items) this.#child(item, parent);
  }

  /** Browsers put a `<tbody>` around rows. Written out, it is there when their places are looked for. */
  #tableChildren(items: Item[], table: Ancestor): void {
    let body: Ancestor | undefined;
    for (const item of items) {
      if (isRows(this.context, item)) {
        if (!body) this.#implied('<tbody>', item);
        body ??= within('tbody', table);
      } else {
        if (body) this.builder.writeMarkup('</tbody>');
        body = undefined;
      }
      this.#child(item, body ?? table);
    }
    if (body) this.builder.writeMarkup('</tbody>');
  }

  #implied(tag: string, item: Item): void {
    this.builder.noteElement(item.kind === 'text' ? item.at : item.node);
    this.builder.writeMarkup(tag);
  }

  #child(item: Item, parent: Ancestor | undefined): void {
    if (item.kind === 'element') return this.writeElement(item.node, item.tag, parent);
    if (item.kind === 'hole') return this.#hole(item.node, parent);
    if (item.text.trim() !== '') this.#check(textFault(parent), item.at);
    this.builder.writeMarkup(
      parent && holdsText(parent) ? this.#rawText(item, parent) : escapeHtml(item.text),
    );
  }

  #rawText({ text, at }: Item & { kind: 'text' }, element: Ancestor): string {
    // A parser drops the first line break of a <textarea>.
    if (element.tag === 'textarea' && text.startsWith('\n')) return `\n${escapeHtml(text)}`;
    if (!isRaw(element)) return escapeHtml(text);
    this.#checkRaw(text, at, element);
    return text;
  }

  #checkRaw(text: string, at: Span, { tag }: Ancestor): void {
    if (!/<(?:\/?script|\/style|!--)/i.test(text)) return;
    throw this.context.source.errorAt(
      at,
      `This text would end the <${tag}> or open a comment in it.`,
      'Write its < as \\x3c in a script, as \\3c in a style sheet.',
    );
  }

  #hole(node: Expression, parent: Ancestor | undefined): void {
    this.#checkChanging(node, parent);
    const { leaves } = outcomesOf(node);
    for (const leaf of leaves) if (isCertainlyText(leaf)) this.#check(textFault(parent), leaf);
    this.context.placeNodes(leaves, { parent, isRow: false });
    const helper = isTablePart(parent) ? 'table' : 'child';
    this.builder.addPart(helper, [String(this.builder.nextPlace())], node);
  }

  /** Refuses a change in a place that a patch would not find. */
  #checkChanging(at: Span, parent: Ancestor | undefined): void {
    const tag = this.#constantOnly(parent);
    if (!tag) return;
    throw this.context.source.errorAt(
      at,
      `The content of <${tag}> is not part of the page, so it cannot change.`,
      `Write constant markup there, or move this out of the <${tag}>.`,
    );
  }

  /** The element around, whose content is no part of the page. */
  #constantOnly(parent: Ancestor | undefined): string | undefined {
    for (let element = parent; element; element = element.parent)
      if (element.tag === 'template' || (this.context.isLive && element.tag === 'noscript'))
        return element.tag;
    return undefined;
  }

  #check(fault: NestingFault | undefined, at: Span): void {
    if (fault) throw this.context.source.errorAt(at, fault.reason, fault.hint);
  }
}

/** Tells whether an element of HTML holds its text as it is. */
const isRaw = ({ tag }: Ancestor): boolean => tag === 'script' || tag === 'style';

/** The constant `encoding` of an `<annotation-xml>`. */
function encodingOf({ members }: Attributes): string | undefined {
  const encoding = members.find((member) => 'name' in member && member.name === 'encoding');
  const value = encoding && 'name' in encoding ? encoding.value : undefined;
  return value && isConstant(value) ? String(value.constant) : undefined;
}
