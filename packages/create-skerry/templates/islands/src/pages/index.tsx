import Counter from '../live/counter.live.tsx';

export default function Home() {
  return (
    <>
      <h1>It counts</h1>
      <Counter start={3} />
      <p>
        The number is state on the server, and the gauge is an island in the browser. Edit{' '}
        <code>src/islands/gauge.island.tsx</code>: both keep their state.
      </p>
    </>
  );
}
