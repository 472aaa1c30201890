import type { StandardSchemaV1 } from '@standard-schema/spec';

import { checkValue } from '../core/check-value.js';
import { describe } from '../core/describe.js';
import { fail } from '../core/errors.js';
import type { Limits } from '../core/limits.js';
import { readBytes, tooLargeText } from '../core/read-bounded.js';
import type { IncomingRequest } from '../core/incoming-request.js';
import { headerOf } from '../core/request-origin.js';
import { withoutSecret, withoutSecrets } from '../live/form/secret-messages.js';
import { valueOfFields } from './entries.js';
import { InputError, inputTypes, maxIssues, refusedInput } from './input-error.js';

/** The options of reading the input of a request. */
export interface InputOptions {
  /** Members whose text no answer quotes. Those whose name says that it is a password, a token or a secret are among them anyway. */
  secret?: readonly string[];
}

type InputLimits = Pick<Limits, 'maxRequestBytes' | 'maxFormRows'>;

/** Reads the input of one request. */
export class RequestInput {
  readonly #request: IncomingRequest;
  readonly #url: URL;
  readonly #limits: InputLimits;
  /** The bytes of the body, once they were asked for: several schemas may read them. */
  #bytes: Promise<Uint8Array> | undefined;

  constructor(request: IncomingRequest, url: URL, limits: InputLimits) {
    this.#request = request;
    this.#url = url;
    this.#limits = limits;
  }

  readonly body = async <Schema extends StandardSchemaV1>(
    schema: Schema,
    options?: InputOptions,
  ): Promise<StandardSchemaV1.InferOutput<Schema>> => {
    checkSchema('body', schema);
    const type = headerOf(this.#request, 'content-type') ?? '';
    const [essence = ''] = type.toLowerCase().split(';', 1);
    const kind = /^application\/(?:[\w.-]+\+)?json$/.test(essence.trim())
      ? inputTypes[0]
      : inputTypes.find((each) => each === essence.trim());
    if (!kind) throw new InputError(415, `The body must be one of ${inputTypes.join(', ')}.`);
    const bytes = await (this.#bytes ??= this.#read());
    const input =
      kind === 'application/json'
        ? parseJson(bytes)
        : valueOfFields(await parseForm(bytes, type), schema, this.#limits.maxFormRows);
    return check(schema, input, options);
  };

  readonly query = async <Schema extends StandardSchemaV1>(
    schema: Schema,
    options?: InputOptions,
  ): Promise<StandardSchemaV1.InferOutput<Schema>> => {
    checkSchema('query', schema);
    const input = valueOfFields(this.#url.searchParams, schema, this.#limits.maxFormRows);
    return check(schema, input, options);
  };

  async #read(): Promise<Uint8Array> {
    if (this.#request.bodyUsed) throw fail('body-gone', {});
    const bytes = await readBytes(this.#request, this.#limits.maxRequestBytes);
    if (!bytes) throw new InputError(413, tooLargeText(this.#limits));
    return bytes;
  }
}

/** @throws SkerryError `bad-schema` */
function checkSchema(method: string, schema: StandardSchemaV1 | undefined): void {
  if (typeof schema?.['~standard']?.validate !== 'function')
    throw fail('bad-schema', { method, value: describe(schema) });
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    // A member of this name would become the prototype of what it is assigned to. Any letter of it may be escaped.
    return text.includes('__proto__') || /\\u00[567]/.test(text)
      ? JSON.parse(text, (name, value: unknown) => (name === '__proto__' ? undefined : value))
      : JSON.parse(text);
  } catch {
    throw new InputError(400, 'The body is no JSON.');
  }
}

async function parseForm(bytes: Uint8Array, type: string): Promise<FormData> {
  try {
    return await new Response(Buffer.from(bytes), { headers: { 'content-type': type } }).formData();
  } catch {
    throw new InputError(400, 'The body is no form.');
  }
}

/** @throws InputError; errors of the schema */
async function check<Schema extends StandardSchemaV1>(
  schema: Schema,
  input: unknown,
  { secret = [] }: InputOptions = {},
): Promise<StandardSchemaV1.InferOutput<Schema>> {
  const secrets = secretsIn(input, secret);
  let result: StandardSchemaV1.Result<unknown>;
  try {
    result = await checkValue(schema, input);
  } catch (thrown) {
    throw withoutSecret(thrown, secrets);
  }
  if (!result.issues) return result.value as StandardSchemaV1.InferOutput<Schema>;
  const issues = result.issues.slice(0, maxIssues);
  const cut = issues.map((issue) => ({ ...issue, message: String(issue.message).slice(0, 2000) }));
  throw refusedInput(withoutSecrets(cut, secrets));
}

const soundsSecret = /pass(?:word|phrase|code)|secret|token|credential/i;

/** Levels of an input: a schema that contains itself goes down as deep. */
const maxDepth = 100;
/** Characters by which a secret is found in a message. */
const longestSecret = 100;

/** The texts of the members that are secret by a name around them. @throws InputError for an input that is nested too deeply */
function secretsIn(input: unknown, names: readonly string[]): Record<string, string[]> {
  const texts: string[] = [];
  let level: { value: unknown; isSecret: boolean }[] = [{ value: input, isSecret: false }];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > maxDepth) throw new InputError(400, 'The input is nested too deeply.');
    const next: typeof level = [];
    for (const { value, isSecret } of level) {
      if (typeof value === 'object' && value !== null && !(value instanceof Blob))
        for (const [name, inner] of Object.entries(value))
          next.push({
            value: inner,
            isSecret: isSecret || names.includes(name) || soundsSecret.test(name),
          });
      else if (isSecret && value !== undefined && value !== null)
        texts.push(String(value).slice(0, longestSecret));
    }
    level = next;
  }
  return { secret: texts };
}
