import { notFound, type PageProps, unsafeHtml } from '@skerry/kit';
import { marked } from 'marked';

import { notes } from '../../notes.ts';

type NoteProps = PageProps<'/notes/:slug'>;

export const prerender = async () => (await notes.entries()).map(({ slug }) => ({ slug }));

export const head = async ({ params }: NoteProps) => {
  const note = await notes.entry(params.slug);
  return { title: note?.data.title, description: note?.data.about };
};

export default async function Note({ params }: NoteProps) {
  const note = await notes.entry(params.slug);
  if (!note) return notFound();
  const { title, day } = note.data;
  return (
    <article>
      <h1>{title}</h1>
      <p class="hint">
        <time datetime={day}>{day}</time>
      </p>
      {unsafeHtml(await marked.parse(note.body))}
      <p>
        <a href="/notes">All notes</a>
      </p>
    </article>
  );
}
