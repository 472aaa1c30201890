import { Day } from '../day.tsx';
import { posts } from '../posts.ts';
import { site } from '../site.ts';

export const prerender = true;

export const head = { title: site.title, titleTemplate: false };

export default async function Home() {
  const entries = await posts.entries();
  return (
    <>
      <h1>{site.description}</h1>
      <ul class="posts">
        {entries.map(({ slug, data }) => (
          <li key={slug}>
            <h2>
              <a href={`/posts/${slug}`}>{data.title}</a>
            </h2>
            <p>{data.description}</p>
            <Day of={data.day} />
          </li>
        ))}
      </ul>
    </>
  );
}
