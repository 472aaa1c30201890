// This file is compiled, never run: each `@ts-expect-error` fails the build if the line under it compiles.
import { z } from 'zod';

import { defineCollection } from './index.js';

const schema = z.object({ title: z.string(), date: z.coerce.date() });
declare const texts: Record<string, () => Promise<string>>;
declare const unknowns: Record<string, () => Promise<unknown>>;
declare const modules: Record<string, { default: () => null }>;

const posts = defineCollection({
  files: texts,
  schema,
  sort: (a, b) => +a.data.date - +b.data.date,
});
const [post] = await posts.entries();
export const title: string = post!.data.title;
export const date: Date = post!.data.date;
export const body: string = post!.body;
// @ts-expect-error -- the schema has no such member
export const author = post!.data.author;
// @ts-expect-error -- a text is no module
export const none = post!.module;

const loose = await defineCollection({ files: unknowns, schema }).entry('a');
export const text: string | undefined = loose?.body;

const [whole] = await defineCollection({ files: modules, schema }).entries();
export const content: () => null = whole!.module.default;
// @ts-expect-error -- a schema is needed
defineCollection({ files: texts });
