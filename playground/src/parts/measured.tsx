import type { PageChild } from '@skerry/kit';

/** Shows, above a region, what its last update cost; `src/browser/meter.ts` fills in the figures. */
export function Measured({ children }: { children?: PageChild }) {
  return (
    <div class="measured" data-measured="">
      <dl class="meter">
        <div>
          <dt>Last frame</dt>
          <dd>
            <span data-meter="bytes">–</span> <abbr title="bytes">B</abbr>
          </dd>
        </div>
        <div>
          <dt>Server</dt>
          <dd>
            <span data-meter="micros">–</span> <abbr title="microseconds">µs</abbr>
          </dd>
        </div>
      </dl>
      {children}
    </div>
  );
}
