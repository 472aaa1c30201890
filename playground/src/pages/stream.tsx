import { ErrorBoundary, Suspense, SuspenseGroup } from '@skerry/kit';

import Buoy from '../islands/buoy.island.tsx';
import Counter from '../live/counter.live.tsx';
import Gauge from '../live/gauge.live.tsx';

export const head = { title: 'Stream' };

const pause = (milliseconds: number): Promise<void> =>
  new Promise((done) => setTimeout(done, milliseconds));

/** Some content that takes a time to load. */
async function Sounding({ name, after }: { name: string; after: number }) {
  await pause(after);
  return (
    <p class="sounding">
      {name}, after {after} ms
    </p>
  );
}

async function Depths({ after }: { after: number }) {
  await pause(after);
  return (
    <>
      {[12, 31, 54].map((depth) => (
        <tr key={depth}>
          <td>{depth} m</td>
        </tr>
      ))}
    </>
  );
}

async function Lost({ after }: { after: number }): Promise<string> {
  await pause(after);
  throw new Error('The sounding line was lost.');
}

async function Alive({ after, label }: { after: number; label: string }) {
  await pause(after);
  return (
    <>
      <Counter start={5} label={label} />
      <Buoy client:load strategy="load" told="As soon as it arrives." />
    </>
  );
}

const Waiting = () => <p class="hint">Sounding…</p>;

export default function StreamPage() {
  return (
    <>
      <h1>Stream</h1>
      <p class="lead">
        This page is sent at once. Each part below follows when it is ready, in whatever order that
        is. <a href="/stream/static">Another page</a> is a file with holes.
      </p>
      <div class="side-by-side">
        <section aria-labelledby="speeds">
          <h2 id="speeds">Different speeds</h2>
          <Suspense fallback={<Waiting />}>
            <Sounding name="The slow one" after={900} />
          </Suspense>
          <Suspense fallback={<Waiting />}>
            <Sounding name="The quick one" after={150} />
          </Suspense>
        </section>
        <section aria-labelledby="nested">
          <h2 id="nested">One inside another</h2>
          <Suspense fallback={<Waiting />}>
            <Sounding name="The outer one" after={300} />
            <Suspense fallback={<Waiting />}>
              <Sounding name="The inner one" after={700} />
            </Suspense>
          </Suspense>
        </section>
      </div>
      <section aria-labelledby="group">
        <h2 id="group">A group, in its order</h2>
        <SuspenseGroup reveal="in-order">
          <Suspense fallback={<Waiting />}>
            <Sounding name="The first of the group" after={500} />
          </Suspense>
          <Suspense fallback={<Waiting />}>
            <Sounding name="The second, which was ready before" after={100} />
          </Suspense>
        </SuspenseGroup>
      </section>
      <section aria-labelledby="table">
        <h2 id="table">In a table</h2>
        <table>
          <tbody>
            <Suspense
              fallback={
                <tr>
                  <td>Sounding…</td>
                </tr>
              }
            >
              <Depths after={450} />
            </Suspense>
          </tbody>
        </table>
      </section>
      <section aria-labelledby="lost">
        <h2 id="lost">One that fails</h2>
        <ErrorBoundary
          fallback={() => (
            <p class="note" role="alert">
              The sounding line was lost. <a href="/stream">Try again</a>
            </p>
          )}
        >
          <Suspense fallback={<Waiting />}>
            <Lost after={550} />
          </Suspense>
        </ErrorBoundary>
      </section>
      <section aria-labelledby="gauge">
        <h2 id="gauge">In a live view, with a second try</h2>
        <Gauge />
      </section>
      <section aria-labelledby="alive">
        <h2 id="alive">A region and an island that come late</h2>
        <Suspense fallback={<Waiting />}>
          <Alive after={600} label="Late counter" />
        </Suspense>
      </section>
      <section aria-labelledby="outlives">
        <h2 id="outlives">Some that outlive the answer</h2>
        <p>
          The answer ends after 1,200 ms. What is later comes over the connection of the page’s live
          views.
        </p>
        <Suspense fallback={<Waiting />}>
          <Sounding name="The patient one" after={1500} />
          <Suspense fallback={<Waiting />}>
            <Alive after={1700} label="Patient counter" />
          </Suspense>
        </Suspense>
      </section>
    </>
  );
}
