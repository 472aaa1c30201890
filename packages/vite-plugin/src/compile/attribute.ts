import type { Span } from './errors.js';
import type { Piece } from './pieces.js';
import type { Constant } from './syntax.js';
import { objectKey, quote } from './text.js';

/** One attribute of an element, or one prop of a component. */
export interface Attribute {
  at: Span;
  name: string;
  value: Constant | Span;
}

/** The attributes and spreads of a tag, in order. */
export interface Attributes {
  members: (Attribute | { spread: Span })[];
  hasSpread: boolean;
  /** The first of them that is not constant. */
  change: Span | undefined;
  /** `key={…}`, where the tag is not one that takes `key` as a prop. */
  key: Attribute | undefined;
  /** The value of `lv-ignore`: `''` for the content of the element, otherwise names of attributes. */
  ignore: string | undefined;
}

export const isConstant = (value: Constant | Span): value is Constant => 'constant' in value;

/** A value as code. */
export function codeOf(value: Constant | Span): Piece {
  if (!isConstant(value)) return value;
  const { constant } = value;
  if (typeof constant === 'bigint') return `${constant}n`;
  if (Object.is(constant, -0)) return '-0';
  return typeof constant === 'string' ? quote(constant) : String(constant);
}

/** The members as an object literal's content, in order. */
export function objectPieces(members: Attributes['members']): Piece[] {
  return members.flatMap((member, i): Piece[] => {
    const comma = i === 0 ? '' : ', ';
    return 'spread' in member
      ? [`${comma}...`, member.spread]
      : [`${comma}${objectKey(member.name)}: `, codeOf(member.value)];
  });
}
