/** Loads the page again at once after an edit, where Vite waits for more such messages first. Runs in browsers, in every page in development. */

interface Page {
  location: { reload(): void };
  setTimeout(work: () => void, delay: number): void;
}
interface Hot {
  on(event: 'vite:beforeFullReload', listener: () => Promise<void>): void;
}

const { location, setTimeout } = globalThis as unknown as Page;
const hot = (import.meta as unknown as { hot: Hot }).hot;

/** How long a page may take to load; one that is still here then may have been kept by its user, who has been asked. */
const longest = 10_000;

hot.on('vite:beforeFullReload', () => {
  location.reload();
  // Vite would load it once more meanwhile.
  return new Promise((resolve) => setTimeout(resolve, longest));
});
