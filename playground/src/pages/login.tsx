import type { PageProps } from '@skerry/kit';
import { useUser } from '@skerry/plugins/auth';

export const head = { title: 'Log in' };

const faults: Record<string, string> = {
  wrong: 'Name and password do not fit.',
  wait: 'Too many attempts. Wait a moment.',
};

export default function Login({ url }: PageProps) {
  const user = useUser();
  const fault = faults[url.searchParams.get('fault') ?? ''];
  if (user)
    return (
      <>
        <h1>Ahoy, {user.name}</h1>
        <p>
          {user.roles?.includes('admin') ? (
            <a href="/admin">To the harbour office</a>
          ) : (
            'You are of the crew. The harbour office is for its keeper.'
          )}
        </p>
        <form method="post" action="/auth/logout">
          <input type="hidden" name="back" value="/login" />
          <button>Log out</button>
        </form>
      </>
    );
  return (
    <>
      <h1>Log in</h1>
      <p class="lead">
        Ann keeps the harbour, and may see its office. Ben is of the crew. This needs no script.
      </p>
      <form method="post" action="/auth/login" class="login">
        {fault && <p role="alert">{fault}</p>}
        <label for="name">Name</label>
        <input id="name" name="name" autocomplete="username" required />
        <label for="password">Password</label>
        <input
          id="password"
          name="password"
          type="password"
          autocomplete="current-password"
          required
        />
        <input type="hidden" name="back" value={url.searchParams.get('back') ?? '/login'} />
        <button>Log in</button>
      </form>
      <p class="hint">
        Ann’s password is “lamp and oil”, Ben’s is “rope and tar”: this is a playground. Each
        attempt is in the audit log, which Ann reads in the office.
      </p>
    </>
  );
}
