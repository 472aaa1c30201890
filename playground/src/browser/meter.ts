import type { Flush } from '../flush-meter.ts';

/** Shows the cost of a region's last frame, if the region is inside an element with `data-measured`. */
interface Measure {
  /** True while an answer of the server is on its way. */
  asking: boolean;
  /** True if there was another update since the request. */
  again: boolean;
}

const measures = new WeakMap<HTMLElement, Measure>();

document.addEventListener('skerry:update', (event) => {
  const host = event.target as HTMLElement;
  const { bytes } = (event as CustomEvent<{ bytes: number }>).detail;
  if (!show(host, 'bytes', bytes)) return;
  const measure = measures.get(host) ?? { asking: false, again: false };
  measures.set(host, measure);
  if (measure.asking) measure.again = true;
  else void ask(host, measure);
});

/** Requests the microseconds, one request at a time: of many updates in a row, only the last one matters. */
async function ask(host: HTMLElement, measure: Measure): Promise<void> {
  measure.asking = true;
  do {
    measure.again = false;
    const flush = await lastFlush(host.id.replace('lv-', ''));
    if (flush) show(host, 'micros', Math.round(flush.micros));
  } while (measure.again);
  measure.asking = false;
}

async function lastFlush(region: string): Promise<Flush | null> {
  try {
    const response = await fetch(`/api/flush?region=${region}`);
    const { flush }: { flush: Flush | null } = await response.json();
    return flush;
  } catch {
    // The connection was dropped: the figure stays as it was.
    return null;
  }
}

function show(host: HTMLElement, figure: 'bytes' | 'micros', value: number): boolean {
  const place = host.closest('[data-measured]')?.querySelector(`[data-meter="${figure}"]`);
  if (place) place.textContent = value.toLocaleString('en');
  return Boolean(place);
}
