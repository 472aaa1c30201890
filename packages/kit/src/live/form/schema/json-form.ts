import type { StandardJSONSchemaV1, StandardSchemaV1 } from '@standard-schema/spec';

/** A schema that checks values (Standard Schema) and describes its input as JSON Schema (Standard JSON Schema). */
export interface FormSchema<Input = any, Output = any> {
  readonly '~standard': StandardSchemaV1.Props<Input, Output> &
    StandardJSONSchemaV1.Props<Input, Output>;
}

/** A schema as JSON Schema, draft 2020-12. */
export type JsonForm = Readonly<Record<string, unknown>>;

/** The keyword that names the kind of a value that JSON has no word for. */
export const kindKeyword = 'x-skerry-kind';

/** Names these types of values, which the libraries call alike. */
const marked = (type: string, json: object): object =>
  ['date', 'bigint', 'file'].includes(type) ? { ...json, [kindKeyword]: type } : json;

interface ZodContext {
  readonly zodSchema: { readonly _zod: { readonly def: { readonly type: string } } };
  readonly jsonSchema: object;
}

interface ArktypeContext {
  readonly base: object;
  readonly domain?: string;
  readonly proto?: { readonly name: string };
}

interface ValibotContext {
  readonly valibotSchema: { readonly type: string };
  readonly jsonSchema: object;
}

/** The options by which each library goes on at a value that JSON has no word for. */
const libraryOptions = {
  zod: {
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema }: ZodContext) =>
      void Object.assign(jsonSchema, marked(zodSchema._zod.def.type, {})),
  },
  arktype: {
    fallback: {
      date: ({ base }: ArktypeContext) => marked('date', base),
      domain: ({ base, domain = '' }: ArktypeContext) => marked(domain, base),
      proto: ({ base, proto }: ArktypeContext) => marked(String(proto?.name).toLowerCase(), base),
      default: ({ base }: ArktypeContext) => base,
    },
  },
  valibot: {
    errorMode: 'ignore',
    overrideSchema: ({ valibotSchema, jsonSchema }: ValibotContext) =>
      marked(valibotSchema.type, jsonSchema),
  },
};

/** Describes the input of a schema, or tells why that is not possible. */
export function jsonFormOf(schema: FormSchema): JsonForm | { readonly problem: string } {
  const { vendor, jsonSchema } = schema['~standard'];
  if (!jsonSchema)
    return { problem: `has a schema of ${vendor} that does not describe itself as JSON Schema` };
  const options = new Map<string, Record<string, unknown>>(Object.entries(libraryOptions));
  try {
    return jsonSchema.input({
      target: 'draft-2020-12',
      libraryOptions: options.get(vendor),
    });
  } catch (thrown) {
    return { problem: `has a schema that JSON Schema cannot describe (${String(thrown)})` };
  }
}
