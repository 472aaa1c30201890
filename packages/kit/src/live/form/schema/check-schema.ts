import { fail } from '../../../core/errors.js';
import { isMemberName } from '../entries/names.js';
import { type FormSchema, type JsonForm, jsonFormOf, kindKeyword } from './json-form.js';
import { type GroupShape, shapeOf } from './shape.js';

/** The members that the fields of a form have beside those of the schema. */
const members = ['form', 'button', 'errors', 'messages', 'valid', 'changes'];
/** The members of payloads that are no fields. */
const others = ['_target', '_key', '_button', '_list'];

/** Reads the shape of a form from its schema. @throws SkerryError `bad-form` */
export function formShape(schema: FormSchema): GroupShape {
  const json = jsonFormOf(schema);
  const problem = 'problem' in json ? String(json['problem']) : problemIn(json);
  if (problem !== undefined) throw fail('bad-form', { problem });
  const shape = shapeOf(json);
  if (shape.kind !== 'group') throw fail('bad-form', { problem: 'has a schema that is no object' });
  const clash = [...members, ...others].find((name) => shape.members.has(name));
  if (clash !== undefined)
    throw fail('bad-form', {
      problem: `has a field ${JSON.stringify(clash)}, which is a name of its own`,
    });
  return shape;
}

/** Finds what a form cannot have, anywhere in its schema. The depth is that of what libraries have made, which JSON bounds. */
function problemIn(json: JsonForm, path = ''): string | undefined {
  if (json['contentEncoding'] === 'binary' || json[kindKeyword] === 'file')
    return `has a file as ${JSON.stringify(path)}`;
  for (const [keyword, value] of Object.entries(json)) {
    if (typeof value !== 'object' || value === null) continue;
    const names = keyword === 'properties' || keyword === '$defs';
    for (const [name, inner] of names ? Object.entries(value) : [[keyword, value] as const]) {
      if (keyword === 'properties' && !isMemberName(name))
        return `has a field with the name ${JSON.stringify(name)}`;
      const at = keyword === 'properties' ? name : path;
      const found = problemIn(inner as JsonForm, at);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}
