import { defineCollection } from '@skerry/kit/content';
import { z } from 'zod';

/** The posts, the newest first. */
export const posts = defineCollection({
  files: import.meta.glob<string>('./posts/*.md', { query: '?raw', import: 'default' }),
  schema: z.object({
    title: z.string().min(1),
    description: z.string().min(1),
    day: z.coerce.date(),
    tags: z.array(z.string()).default([]),
  }),
  sort: (a, b) => b.data.day.getTime() - a.data.day.getTime(),
});
