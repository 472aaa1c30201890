import Counter from '../live/counter.live.tsx';

export default function Home() {
  return (
    <>
      <h1>It counts</h1>
      <Counter start={3} />
      <p>
        The number is state on the server. Edit <code>src/live/counter.live.tsx</code>: it is kept.
      </p>
    </>
  );
}
