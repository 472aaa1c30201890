import Counter from '../live/counter.live.tsx';
import { Measured } from '../parts/measured.tsx';

export const head = { title: 'Counter' };

export default function CounterPage() {
  return (
    <>
      <h1>Counter</h1>
      <p class="lead">
        Its number lives on the server. The page was rendered with it, and the very same region
        answers your clicks: nothing was mounted twice, and joining it cost a frame with nothing in
        it.
      </p>
      <Measured>
        <Counter start={3} />
      </Measured>
      <section aria-labelledby="try">
        <h2 id="try">Things to try</h2>
        <ul>
          <li>
            Open this page in a second tab and press <em>Set all</em> here: the message reaches
            every counter.
          </li>
          <li>
            Hold down <kbd>Enter</kbd> on a button: every press is sent, one after the other, and
            none is dropped.
          </li>
          <li>
            Edit <code>src/live/counter.live.tsx</code> while this page is open: it shows the new
            code, and keeps its number.
          </li>
        </ul>
      </section>
    </>
  );
}
