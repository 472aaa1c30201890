import type { PageProps } from '@skerry/kit';

import Watch from '../live/watch.live.tsx';
import { nameOf } from '../watch.ts';

export const head = { title: 'Watch' };

export default function WatchPage({ session }: PageProps) {
  return (
    <>
      <h1>Watch</h1>
      <p class="lead">
        Sign on, and you have a session with another id; sign off, and it is over. Your other open
        pages notice both and load again.
      </p>
      {nameOf(session.id) === undefined ? (
        <form method="post" action="/api/sign-on">
          <label>
            Name <input name="name" required={true} autocomplete="off" />
          </label>{' '}
          <button>Sign on</button>
        </form>
      ) : (
        <Watch />
      )}
    </>
  );
}
