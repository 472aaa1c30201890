import type { Flush } from '../flush-meter.ts';

/** What a region's last frame cost is shown where the region stands inside an element with `data-measured`. */
interface Measure {
  /** Whether an answer of the server is on its way. */
  asking: boolean;
  /** Whether there was another update since it was asked. */
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

/** Asks for the microseconds, once at a time: with many updates in a row, only the last is of interest. */
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
    // The line is cut: the figure stays as it was.
    return null;
  }
}

function show(host: HTMLElement, figure: 'bytes' | 'micros', value: number): boolean {
  const place = host.closest('[data-measured]')?.querySelector(`[data-meter="${figure}"]`);
  if (place) place.textContent = value.toLocaleString('en');
  return Boolean(place);
}
