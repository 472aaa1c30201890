import Notice from '../../live/notice.live.tsx';
import Trail from '../../live/trail.live.tsx';

export const head = { title: 'Harbour office' };

export default function Office() {
  return (
    <>
      <h1 id="trail">Audit trail</h1>
      <p class="lead">
        What matters for security, as it is recorded: open a page in another window, log in with a
        wrong password, or close a tab.
      </p>
      <Trail />
      <h2>Notice board</h2>
      <Notice />
    </>
  );
}
