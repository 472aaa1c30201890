import { defineCollection } from '@skerry/kit/content';
import { z } from 'zod';

/** The keeper's notes, the newest first. */
export const notes = defineCollection({
  files: import.meta.glob<string>('./notes/*.md', { query: '?raw', import: 'default' }),
  schema: z.object({ title: z.string().min(1), day: z.iso.date(), about: z.string() }),
  sort: (a, b) => b.data.day.localeCompare(a.data.day),
});
