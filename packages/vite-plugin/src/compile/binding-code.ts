import type { ESTree } from 'vite';

import type { Attribute } from './attribute.js';
import { optionNames } from './binding-options.js';
import type { Span } from './errors.js';
import { constantOf, type Node, unwrap } from './syntax.js';

/** An option in the code of a binding: `.debounce(300)`. */
interface OptionCall {
  at: Span;
  /** As attributes have it. */
  option: string;
  /** Its value, if it is written out. */
  value: string | undefined;
}

/** The code of a binding: `on.find({ text }).debounce(300)`. */
export interface BindingCode {
  /** The event, if it is called here; otherwise it may be a binding that was made elsewhere. */
  event: string | undefined;
  options: OptionCall[];
}

/** The options, by the methods that add them: `disable-with` by `disableWith`. */
const methods = new Map(
  Array.from(optionNames, (name) => [
    name.replace(/-(.)/, (_, c: string) => c.toUpperCase()),
    name,
  ]),
);

/** Reads the code of a binding that begins with `on`. */
export function readBindingCode(value: Attribute['value']): BindingCode | undefined {
  if (!('type' in value)) return undefined;
  const options: OptionCall[] = [];
  let node = unwrap(value as Node);
  for (let call = optionCall(node); call; call = optionCall(node)) {
    options.unshift(...optionsOf(call));
    node = objectOf(unwrap(call.callee));
  }
  const isCalled = node.type === 'CallExpression';
  if (node.type === 'CallExpression') node = unwrap(node.callee);
  if (isCalled && memberOf(node) === 'with' && !isEvent(node)) node = objectOf(node);
  if (!isEvent(node)) return undefined;
  return { event: isCalled ? memberOf(node) : undefined, options };
}

/** A call that adds an option to something that is not `on` itself: `on.key()` is an event. */
function optionCall(node: Node): ESTree.CallExpression | undefined {
  if (node.type !== 'CallExpression') return undefined;
  const callee = unwrap(node.callee);
  const isOption = methods.has(memberOf(callee) ?? '') && !isEvent(callee);
  return isOption ? node : undefined;
}

function optionsOf({ callee, arguments: given }: ESTree.CallExpression): OptionCall[] {
  const member = unwrap(callee) as ESTree.MemberExpression;
  const at = member.property;
  const name = memberOf(member)!;
  const values = given.map((each) => {
    const known = each.type === 'SpreadElement' ? undefined : constantOf(each);
    return known && String(known.constant);
  });
  if (name === 'key') return values.map((value) => ({ at, option: name, value }));
  const option = methods.get(name)!;
  const first = { at, option, value: name === 'once' ? '' : values[0] };
  if (name !== 'confirm' || given.length < 2) return [first];
  return [first, { at, option: 'confirm-text', value: values[1] }];
}

/** Tells whether a node is `on.<event>`. */
const isEvent = (node: Node): boolean => {
  const object = objectOf(node);
  return object.type === 'Identifier' && object.name === 'on' && memberOf(node) !== undefined;
};

const objectOf = (node: Node): Node =>
  node.type === 'MemberExpression' ? unwrap(node.object) : node;

/** The name of the member that a node reads, if it is written out. */
function memberOf(node: Node): string | undefined {
  if (node.type !== 'MemberExpression') return undefined;
  if (!node.computed) return node.property.type === 'Identifier' ? node.property.name : undefined;
  const known = constantOf(node.property as ESTree.Expression);
  return known && String(known.constant);
}
