import type { PageChild } from '@skerry/kit';

/** Shows the cost of a region's last update above it; `src/browser/meter.ts` fills in the figures. */
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
