import type { JsonForm } from './json-form.js';
import { kindKeyword } from './json-form.js';

/** The shape of a form's values, as its schema describes its input: what the texts of a browser are to become. */
export type Shape = FieldShape | GroupShape | ListShape;

/** The kind of one value. A `flag` is true or false; `any` takes the text as it is. */
export type Kind = 'text' | 'number' | 'flag' | 'date' | 'bigint' | 'any';

/** One value. */
export interface FieldShape {
  readonly kind: Kind;
  /** Is false where the group may lack it. */
  readonly isRequired: boolean;
  readonly isNullable: boolean;
  /** The only values that are allowed, if the schema lists them. */
  readonly options: readonly unknown[] | undefined;
  /** The keywords of the schema, for the attributes of its element. */
  readonly keywords: JsonForm;
}

/** A record of other values. */
export interface GroupShape {
  readonly kind: 'group';
  readonly isRequired: boolean;
  readonly isNullable: boolean;
  readonly members: ReadonlyMap<string, Shape>;
}

/** Any number of values of one shape. */
export interface ListShape {
  readonly kind: 'list';
  readonly isRequired: boolean;
  readonly isNullable: boolean;
  readonly item: Shape;
}

/** Reads a description of a schema. */
export function shapeOf(json: JsonForm, root = json, isRequired = true): Shape {
  const all = alternativesOf(json, root);
  const alternatives = all.filter((each) => each['type'] !== 'null' && each['const'] !== null);
  const kind = kindOf(alternatives);
  const options = commonOptions(alternatives);
  const isNullable = alternatives.length < all.length || options?.includes(null) === true;
  if (kind === 'group')
    return new Group(isRequired, isNullable, () => membersOf(alternatives, root));
  if (kind === 'list')
    return new List(isRequired, isNullable, () =>
      shapeOf(record(alternatives[0]?.['items']), root),
    );
  return { kind, isRequired, isNullable, options, keywords: alternatives[0] ?? {} };
}

// A schema may contain itself, so its inner shapes are read when somebody asks for them.

class Group implements GroupShape {
  readonly kind = 'group';
  #members: ReadonlyMap<string, Shape> | undefined;

  constructor(
    readonly isRequired: boolean,
    readonly isNullable: boolean,
    readonly read: () => ReadonlyMap<string, Shape>,
  ) {}

  get members(): ReadonlyMap<string, Shape> {
    return (this.#members ??= this.read());
  }
}

class List implements ListShape {
  readonly kind = 'list';
  #item: Shape | undefined;

  constructor(
    readonly isRequired: boolean,
    readonly isNullable: boolean,
    readonly read: () => Shape,
  ) {}

  get item(): Shape {
    return (this.#item ??= this.read());
  }
}

/** The most steps to follow a reference, and to look into choices. */
const maxSteps = 20;

/** The schemas of which a value fits one: a union is taken apart, and references are followed. */
function alternativesOf(json: JsonForm, root: JsonForm, steps = 0): JsonForm[] {
  if (steps > maxSteps) return [{}];
  const next = (each: unknown) => alternativesOf(record(each), root, steps + 1);
  if (typeof json['$ref'] === 'string') return next(targetOf(json['$ref'], root));
  const either = json['anyOf'] ?? json['oneOf'];
  if (Array.isArray(either)) return either.flatMap(next);
  if (Array.isArray(json['allOf'])) return [merged(json['allOf'].flatMap(next))];
  if (!Array.isArray(json['type'])) return [json];
  return json['type'].map((type: unknown) => ({ ...json, type }));
}

/** The schema that a reference within the document names. */
function targetOf(reference: string, root: JsonForm): unknown {
  const steps = reference.replace(/^#\/?/, '').split('/').filter(Boolean);
  const name = (step: string) => step.replaceAll('~1', '/').replaceAll('~0', '~');
  return steps.reduce<unknown>((at, step) => {
    const member = name(decodeURIComponent(step));
    return Object.hasOwn(record(at), member) ? record(at)[member] : {};
  }, root);
}

/** The schema of a value that fits several at once. */
const merged = (all: readonly JsonForm[]): JsonForm => ({
  ...Object.assign({}, ...all),
  properties: Object.assign({}, ...all.map((each) => each['properties'])) as object,
  required: all.flatMap((each) => textsIn(each['required'])),
});

function kindOf(alternatives: readonly JsonForm[]): Kind | 'group' | 'list' {
  const kinds = new Set(alternatives.map(kindOfOne));
  const [kind = 'any'] = kinds;
  return kinds.size > 1 ? 'any' : kind;
}

const kinds: Readonly<Record<string, Kind | 'group' | 'list'>> = {
  string: 'text',
  number: 'number',
  integer: 'number',
  boolean: 'flag',
  object: 'group',
  array: 'list',
};

function kindOfOne(json: JsonForm): Kind | 'group' | 'list' {
  const marked = json[kindKeyword];
  if (marked === 'date' || marked === 'bigint') return marked;
  const [first] = optionsOf(json) ?? [];
  const type = typeof json['type'] === 'string' ? json['type'] : typeof first;
  // A record with names of its own, and a tuple, have no fields.
  if (type === 'object' && !json['properties']) return 'any';
  if (type === 'array' && json['prefixItems']) return 'any';
  return Object.hasOwn(kinds, type) ? (kinds[type] as Kind) : 'any';
}

const optionsOf = (json: JsonForm): readonly unknown[] | undefined =>
  'const' in json ? [json['const']] : Array.isArray(json['enum']) ? json['enum'] : undefined;

/** The values that are allowed, if each alternative lists its own. */
function commonOptions(alternatives: readonly JsonForm[]): readonly unknown[] | undefined {
  const options = alternatives.map(optionsOf);
  const areListed = options.length > 0 && options.every((each) => each !== undefined);
  return areListed ? options.flat() : undefined;
}

/** The members of a group. Of a union of groups, it has the members of all, and those are required that all require. */
function membersOf(groups: readonly JsonForm[], root: JsonForm): ReadonlyMap<string, Shape> {
  const found = new Map<string, JsonForm[]>();
  for (const group of groups)
    for (const [name, json] of Object.entries(record(group['properties'])))
      found.set(name, [...(found.get(name) ?? []), record(json)]);
  const isRequired = (name: string): boolean =>
    groups.every((group) => textsIn(group['required']).includes(name));
  return new Map(
    Array.from(found, ([name, all]) => [
      name,
      shapeOf(all.length > 1 ? { anyOf: all } : (all[0] as JsonForm), root, isRequired(name)),
    ]),
  );
}

const record = (value: unknown): JsonForm =>
  typeof value === 'object' && value !== null ? (value as JsonForm) : {};

const textsIn = (value: unknown): readonly string[] => (Array.isArray(value) ? value : []);
