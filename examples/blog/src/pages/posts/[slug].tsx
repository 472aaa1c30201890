import { notFound, type PageProps, unsafeHtml } from '@skerry/kit';
import { marked } from 'marked';

import { Day } from '../../day.tsx';
import { posts } from '../../posts.ts';

type PostProps = PageProps<'/posts/:slug'>;

export const prerender = async () => (await posts.entries()).map(({ slug }) => ({ slug }));

export const head = async ({ params }: PostProps) => {
  const post = await posts.entry(params.slug);
  return {
    title: post?.data.title,
    description: post?.data.description,
    openGraph: { type: 'article' },
  };
};

export default async function Post({ params }: PostProps) {
  const post = await posts.entry(params.slug);
  if (!post) return notFound();
  const { title, day, tags } = post.data;
  return (
    <article>
      <h1>{title}</h1>
      <p class="about">
        <Day of={day} />
        {tags.map((tag) => (
          <span class="tag">{tag}</span>
        ))}
      </p>
      {unsafeHtml(await marked.parse(post.body))}
    </article>
  );
}
