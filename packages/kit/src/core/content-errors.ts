import { entry, list, quote } from './error-entry.js';

/** Faults in content. */
export const contentErrors = {
  'bad-entry': entry<{ file: string; problems: readonly string[] }>(
    'Unusable entry of a collection',
    ({ file, problems }) =>
      `The file ${quote(file, 200)} is no entry of its collection: ${list(problems)}.`,
    'Correct its front matter, or the schema that you give to defineCollection().',
  ),
  'bad-collection': entry<{ problem: string }>(
    'Unusable collection',
    ({ problem }) => `A collection ${problem}.`,
    "Write defineCollection({ files: import.meta.glob('./posts/*.md', { query: '?raw', import: 'default' }), schema }).",
  ),
};
