import { notes } from '../../notes.ts';

export const head = { title: 'Notes' };

export const prerender = true;

export default async function Notes() {
  const entries = await notes.entries();
  return (
    <>
      <h1>Notes</h1>
      <p class="lead">
        Markdown files with a schema: typed in the code, written as HTML by the build, and new on
        this page as soon as a file is saved.
      </p>
      <ul class="cards">
        {entries.map(({ slug, data }) => (
          <li key={slug}>
            <h2>
              <a href={`/notes/${slug}`}>{data.title}</a>
            </h2>
            <p>{data.about}</p>
            <p class="hint">
              <time datetime={data.day}>{data.day}</time>
            </p>
          </li>
        ))}
      </ul>
    </>
  );
}
