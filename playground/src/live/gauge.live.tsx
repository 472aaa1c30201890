import { defineLive, ErrorBoundary, type Loadable, Suspense, VisibleError } from '@skerry/kit';

/** A gauge whose line breaks at the first reading of each visitor. */
function readGauge(): () => Promise<number> {
  let readings = 0;
  return async () => {
    await new Promise((done) => setTimeout(done, 400));
    if (++readings === 1) throw new VisibleError('The gauge does not answer.');
    return 3.4;
  };
}

export default defineLive(
  {
    mount: ({ load }): { tide: Loadable<number> } => ({ tide: load('tide', readGauge()) }),
  },
  ({ state }) => (
    <ErrorBoundary
      fallback={({ message }, retry) => (
        <p class="note" role="alert">
          {message}{' '}
          <button type="button" lv-click={retry}>
            Try again
          </button>
        </p>
      )}
    >
      <Suspense load={state.tide} fallback={<p class="hint">Reading the gauge…</p>}>
        {(tide) => <p class="gauge">High water at {tide.toFixed(1)} m</p>}
      </Suspense>
    </ErrorBoundary>
  ),
);
