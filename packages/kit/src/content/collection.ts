import type { StandardSchemaV1 } from '@standard-schema/spec';

import { describe } from '../core/describe.js';
import { fail } from '../core/errors.js';
import { readFrontMatter } from './front-matter.js';
import { slugsOf } from './slugs.js';

/** One file of a collection. */
export type Entry<Data = unknown, Source = string> = {
  /** Its path below the folder of the collection, without its ending: `2026/first`. */
  readonly slug: string;
  /** The path of its file, as `import.meta.glob` names it. */
  readonly file: string;
  /** Its front matter, as the schema puts it out. */
  readonly data: Data;
} & ContentOf<Source>;

/** Of a text, all that follows the front matter; of a module, the module. */
type ContentOf<Source> = unknown extends Source
  ? { readonly body: string }
  : Source extends string
    ? { readonly body: string }
    : { readonly module: Source };

/** A folder of files, such as the posts of a blog. */
export interface Collection<Data = unknown, Source = string> {
  /**
   * All entries, in the order of `sort`; they are read and checked once.
   *
   * @throws SkerryError `bad-entry` if a file does not fit the schema, or two have the same slug
   */
  entries(): Promise<readonly Entry<Data, Source>[]>;
  /**
   * The entry with a slug; `undefined` if there is none.
   *
   * @throws errors of {@link Collection.entries}
   */
  entry(slug: string): Promise<Entry<Data, Source> | undefined>;
}

/** The options of {@link defineCollection}. */
export interface CollectionOptions<Schema extends StandardSchemaV1, Source> {
  /**
   * The files, as `import.meta.glob` finds them: texts, or modules that a Vite plugin makes, whose export `frontmatter` has the data;
   * at once with `eager: true`, or loaded when the entries are first asked for.
   */
  files: Readonly<Record<string, Source | (() => Promise<Source>)>>;
  /** The schema of the data: any Standard Schema, such as one of zod. */
  schema: Schema;
  /** The order of the entries; by slug if it is absent. */
  sort?: (
    a: Entry<StandardSchemaV1.InferOutput<Schema>, Source>,
    b: Entry<StandardSchemaV1.InferOutput<Schema>, Source>,
  ) => number;
}

/**
 * Makes a collection of files with checked, typed data.
 *
 * @example
 * export const posts = defineCollection({
 *   files: import.meta.glob('./posts/*.md', { query: '?raw', import: 'default' }),
 *   schema: z.object({ title: z.string(), date: z.coerce.date() }),
 *   sort: (a, b) => b.data.date.getTime() - a.data.date.getTime(),
 * });
 * @throws SkerryError `bad-collection` if `files` is no object or `schema` no Standard Schema
 */
export function defineCollection<Schema extends StandardSchemaV1, Source = string>(
  options: CollectionOptions<Schema, Source>,
): Collection<StandardSchemaV1.InferOutput<Schema>, Source> {
  type Data = StandardSchemaV1.InferOutput<Schema>;
  const { files, schema, sort } = options;
  if (typeof files !== 'object' || files === null)
    throw fail('bad-collection', { problem: `has ${describe(files)} as its files` });
  if (typeof schema?.['~standard']?.validate !== 'function')
    throw fail('bad-collection', { problem: `has ${describe(schema)} as its schema` });
  const read = async (): Promise<readonly Entry<Data, Source>[]> => {
    const slugs = slugsOf(Object.keys(files));
    const entries = await Promise.all(
      [...slugs].map(([slug, file]) => readEntry(slug, file, files[file], schema)),
    );
    // seam: the schema and the files tell the types of the data and the content
    const typed = entries as unknown as Entry<Data, Source>[];
    return typed.sort(sort ?? ((a, b) => (a.slug < b.slug ? -1 : 1)));
  };
  let reading: Promise<readonly Entry<Data, Source>[]> | undefined;
  const entries = () =>
    (reading ??= read().catch((error: unknown) => {
      // A file may be reached later.
      reading = undefined;
      throw error;
    }));
  return {
    entries,
    entry: async (wanted) => (await entries()).find(({ slug }) => slug === wanted),
  };
}

async function readEntry(slug: string, file: string, found: unknown, schema: StandardSchemaV1) {
  const source: unknown = typeof found === 'function' ? await (found as () => unknown)() : found;
  if (typeof source === 'string') {
    const { data, body, problems, lineOf } = readFrontMatter(source);
    if (problems.length > 0) throw fail('bad-entry', { file, problems });
    return { slug, file, data: await checked(schema, data, file, lineOf), body };
  }
  if (typeof source !== 'object' || source === null)
    throw fail('bad-entry', {
      file,
      problems: [`it is ${describe(source)}, no text and no module`],
    });
  const { frontmatter, attributes } = source as { frontmatter?: unknown; attributes?: unknown };
  const data = await checked(schema, frontmatter ?? attributes ?? {}, file);
  return { slug, file, data, module: source };
}

async function checked(
  schema: StandardSchemaV1,
  data: unknown,
  file: string,
  lineOf?: (path: readonly PropertyKey[]) => number,
): Promise<unknown> {
  const result = await schema['~standard'].validate(data);
  if (!result.issues) return result.value;
  const problems = result.issues.map(({ path = [], message }) => {
    const steps = path.map((step) => (typeof step === 'object' ? step.key : step));
    const field = steps.map(String).join('.');
    return `${field && `\`${field}\``}${lineOf ? ` in line ${lineOf(steps)}` : ''}: ${message}`.trim();
  });
  throw fail('bad-entry', { file, problems });
}
