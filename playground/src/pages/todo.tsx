import type { PageProps } from '@skerry/kit';

import Todo, { type Show } from '../live/todo.live.tsx';

export const head = { title: 'Tasks' };

const filters: readonly (readonly [Show, string])[] = [
  ['all', 'All tasks'],
  ['open', 'Open tasks'],
  ['done', 'Done tasks'],
];

export default function TodoPage({ url }: PageProps) {
  const asked = url.searchParams.get('show');
  const [show] = filters.find(([name]) => name === asked) ?? filters[0]!;
  return (
    <>
      <h1>Tasks</h1>
      <p class="lead">
        Forms with messages, rows that are edited in place, and a filter that is in the URL. All of
        it works without script, too.
      </p>
      <nav aria-label="Filter" class="todo-filter">
        {filters.map(([name, text]) => (
          <a
            key={name}
            class="button plain"
            href={name === 'all' ? '/todo' : `/todo?show=${name}`}
            aria-current={name === show ? 'true' : undefined}
          >
            {text}
          </a>
        ))}
      </nav>
      <Todo show={show} />
    </>
  );
}
