import { type PageProps, Suspense } from '@skerry/kit';

import Counter from '../../live/counter.live.tsx';

export const head = { title: 'A static page with holes' };

export const prerender = true;

/** Says what only a request knows. */
async function Visitor({ request }: { request: Request }) {
  await new Promise((done) => setTimeout(done, 300));
  const languages = request.headers.get('accept-language') ?? 'no language that it says';
  return <p class="sounding">Your browser asks for {languages}.</p>;
}

/** Draws the hands of a clock at the time of the request. */
async function Hands() {
  await new Promise((done) => setTimeout(done, 500));
  const minutes = (Date.now() / 60_000) % 720;
  return (
    <>
      <line class="hand" y2="-6" transform={`rotate(${Math.round(minutes / 2)})`} />
      <line class="hand" y2="-9" transform={`rotate(${Math.round((minutes % 60) * 6)})`} />
    </>
  );
}

export default function StaticPage({ request }: PageProps) {
  return (
    <>
      <h1>A static page with holes</h1>
      <p class="lead">
        This page was written to a file when the playground was built. The server sends the file at
        once; the three parts below are made for each request, and follow in the same answer.
      </p>
      <section aria-labelledby="visitor">
        <h2 id="visitor">For this visitor</h2>
        <Suspense at="request" fallback={<p class="hint">One moment…</p>}>
          {() => <Visitor request={request} />}
        </Suspense>
      </section>
      <section aria-labelledby="drawing">
        <h2 id="drawing">A part of a drawing</h2>
        <svg class="clock" viewBox="-12 -12 24 24" role="img" aria-label="The time, in UTC">
          <circle r="11" />
          <Suspense at="request" fallback={<circle class="hint" r="1" />}>
            {() => <Hands />}
          </Suspense>
        </svg>
      </section>
      <section aria-labelledby="live">
        <h2 id="live">A live view</h2>
        <Suspense at="request" fallback={<p class="hint">One moment…</p>}>
          {() => <Counter start={3} label="Counter in a hole" />}
        </Suspense>
      </section>
    </>
  );
}
