import { describe, expect, test } from 'vitest';
import { z } from 'zod';

import { type CollectionOptions, defineCollection } from './collection.js';

const schema = z.object({ title: z.string(), date: z.coerce.date().optional() });
const text = (title: string, rest = '') => `---\ntitle: ${title}\n${rest}---\nHi *you*\n`;
const collection = (
  files: CollectionOptions<typeof schema, string>['files'],
  sort?: CollectionOptions<typeof schema, string>['sort'],
) => defineCollection({ files, schema, ...(sort && { sort }) });

const failure = async (files: Record<string, string>): Promise<string> => {
  const error: unknown = await collection(files)
    .entries()
    .catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: 'bad-entry' });
  return (error as Error).message;
};

describe('a collection', () => {
  test('has the data and the text of its files, by slug', async () => {
    const posts = collection({
      './posts/b.md': text('B', 'date: 2026-02-01\n'),
      './posts/a/index.md': () => Promise.resolve(text('A')),
      './posts/a/deep.md': '---\r\ntitle: Deep\r\n---\r\nlines',
    });
    expect(await posts.entries()).toEqual([
      { slug: 'a', file: './posts/a/index.md', data: { title: 'A' }, body: 'Hi *you*\n' },
      { slug: 'a/deep', file: './posts/a/deep.md', data: { title: 'Deep' }, body: 'lines' },
      {
        slug: 'b',
        file: './posts/b.md',
        data: { title: 'B', date: new Date('2026-02-01') },
        body: 'Hi *you*\n',
      },
    ]);
    expect(await posts.entry('a/deep')).toMatchObject({ data: { title: 'Deep' } });
    expect(await posts.entry('constructor')).toBeUndefined();
    expect(await posts.entries()).toBe(await posts.entries());
  });

  test('is sorted as it says', async () => {
    const files = { './a.md': text('1'.repeat(2), ''), './b.md': text('zz'), './c.md': text('mm') };
    const posts = collection(files, (a, b) => (a.data.title < b.data.title ? 1 : -1));
    const titled = await collection({ ...files, './a.md': text('aa') }, (a, b) =>
      a.data.title < b.data.title ? 1 : -1,
    ).entries();
    expect(titled.map(({ slug }) => slug)).toEqual(['b', 'c', 'a']);
    await expect(posts.entries()).rejects.toThrow(/`title` in line 2/);
  });

  test.each([
    ['of nothing', '---\n---\n# One\n\n---\n\nTwo'],
    ['of nothing, as Windows ends lines', '---\r\n---\r\n# One\n\n---\n\nTwo'],
    ['of empty lines', '---\n\n \n---\n# One\n\n---\n\nTwo'],
    ['of a comment', '--- \n# none\n--- \n# One\n\n---\n\nTwo'],
  ])('may have a front matter %s', async (_, source) => {
    const loose = defineCollection({ files: { './a.md': source }, schema: z.object({}) });
    const [entry] = await loose.entries();
    expect(entry).toMatchObject({ data: {}, body: '# One\n\n---\n\nTwo' });
  });

  test('of one file, of one without front matter, and of none', async () => {
    const loose = defineCollection({ files: { '/notes/one.md': '# One' }, schema: z.object({}) });
    expect(await loose.entries()).toEqual([
      { slug: 'one', file: '/notes/one.md', data: {}, body: '# One' },
    ]);
    expect(await collection({}).entries()).toEqual([]);
  });

  test('of modules has the data that their plugin exports, and the modules', async () => {
    const Content = () => null;
    const module = { default: Content, frontmatter: { title: 'A' } };
    const posts = defineCollection({ files: { './a.mdx': module }, schema });
    const [entry] = await posts.entries();
    expect(entry).toMatchObject({ slug: 'a', data: { title: 'A' }, module });
    expect(entry!.module.default).toBe(Content);
  });

  test('is read again after a file could not be loaded', async () => {
    let loads = 0;
    const load = () => (loads++ ? Promise.resolve(text('A')) : Promise.reject(new Error('gone')));
    const posts = collection({ './a.md': load });
    await expect(posts.entries()).rejects.toThrow('gone');
    expect(await posts.entries()).toHaveLength(1);
  });
});

describe('a file that does not fit is refused', () => {
  test('with the field and its line', async () => {
    expect(await failure({ './posts/a.md': '---\n\ntitle: A\ndate: soon\n---\n' })).toMatch(
      /^The file "\.\/posts\/a\.md" is no entry of its collection: `date` in line 4: .*date/i,
    );
  });

  test('with all its fields, those that are missing too', async () => {
    expect(await failure({ './a.md': '---\ndate: soon\n---\n' })).toMatch(
      /`title` in line 2: .*; `date` in line 2: /,
    );
    expect(await failure({ './a.md': 'no front matter' })).toMatch(/`title` in line 1: /);
  });

  test('with the line of a member inside of another', async () => {
    const nested = defineCollection({
      files: { './a.md': '---\nby:\n  name: Ann\n  age: old\ntags:\n  - 1\n---\n' },
      schema: z.object({ by: z.object({ age: z.number() }), tags: z.array(z.string()) }),
    });
    await expect(nested.entries()).rejects.toThrow(/`by\.age` in line 4: .*`tags\.0` in line 5: /);
  });

  test('with the line where its YAML ends to be any', async () => {
    expect(await failure({ './a.md': '---\ntitle: A\ndate: [1\n---\n' })).toMatch(
      /line \d is no YAML: /,
    );
  });

  test.each([
    ['an alias without its anchor', '---\ntitle: *none\n---\n', /Unresolved alias/],
    [
      'aliases that grow without end',
      `---\na: &a [x,x,x,x,x,x,x,x,x]\nb: &b [${'*a,'.repeat(9)}]\nc: [${'*b,'.repeat(200)}]\n---\n`,
      /alias/,
    ],
    ['a tag that nobody knows', '---\ntitle: !boat A\n---\n', /line 2 is no YAML: .*!boat/],
  ])('with %s', async (_, source, problem) => {
    const message = await failure({ './a.md': source });
    expect(message).toContain('"./a.md"');
    expect(message).toMatch(problem);
  });

  test('if another has the same slug', async () => {
    expect(await failure({ './a.md': text('A'), './a/index.md': text('A') })).toMatch(
      /"\.\/a\/index\.md".*\.\/a\.md has the same slug, "a"/,
    );
  });

  test('if it is neither a text nor a module', async () => {
    expect(await failure({ './a.md': 1 as never })).toMatch(/it is a number/);
  });
});

test('a collection without files or without a schema is refused at once', () => {
  expect(() => defineCollection({ files: undefined as never, schema })).toThrow(
    /undefined as its files/,
  );
  expect(() => defineCollection({ files: {}, schema: {} as never })).toThrow(/as its schema/);
});
