/** Shows an edit in an open page at once, in place where that can be done. Runs in browsers, in every page in development. */

interface Page {
  location: { reload(): void };
  setTimeout(work: () => void, delay: number): void;
  performance: { now(): number; getEntriesByType(type: 'navigation'): { requestStart: number }[] };
}
/** The last edit before the page was opened. */
interface Earlier {
  /** The milliseconds since pages were told of it. */
  readonly age: number;
}
interface Hot {
  on(event: 'vite:beforeFullReload', listener: () => Promise<void>): void;
  on(event: 'skerry:edited', listener: (earlier?: Earlier) => void): void;
}

const { location, setTimeout, performance } = globalThis as unknown as Page;
const hot = (import.meta as unknown as { hot: Hot }).hot;

/** How long a page may take to load; one that is still here then may have been kept by its user, who has been asked. */
const longest = 10_000;

/** @param updatePage brings the page to what the server makes of it now; false if only a load of the page can do it */
export function showEdits(updatePage: () => Promise<boolean>): void {
  hot.on('skerry:edited', (earlier) => {
    if (earlier && hasShown(earlier)) return;
    // Where that fails, as in browsers that lack a part of it, a load can still do it.
    updatePage()
      .catch(() => false)
      .then((isShown) => isShown || location.reload());
  });
  // Vite waits for more such messages first.
  hot.on('vite:beforeFullReload', () => {
    location.reload();
    // Vite would load it once more meanwhile.
    return new Promise((resolve) => setTimeout(resolve, longest));
  });
}

/** Tells whether the page was requested after an edit, and so shows it. */
function hasShown({ age }: Earlier): boolean {
  const [request] = performance.getEntriesByType('navigation');
  return performance.now() - age < (request?.requestStart ?? 0);
}
