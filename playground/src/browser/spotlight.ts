/** Brings the row of a table that has just changed into view, and lets it glow. */
const manyRows = 4;
const still = matchMedia('(prefers-reduced-motion: reduce)');

const observer = new MutationObserver((records) => {
  const rows = new Set(records.flatMap(rowsOf).filter((row) => row.isConnected));
  if (rows.size === 0 || rows.size > manyRows) return;
  for (const row of [...rows].slice(0, 1)) reveal(row);
  if (!still.matches) for (const row of rows) glow(row);
});

document.addEventListener('skerry:update', ({ target }) => {
  const bodies = (target as Element).querySelectorAll('.rows tbody');
  for (const body of bodies)
    observer.observe(body, { subtree: true, childList: true, characterData: true });
});

function rowsOf({ type, target, addedNodes }: MutationRecord): HTMLElement[] {
  const changed =
    type === 'characterData' || target.nodeName === 'TD' ? [target.parentElement] : [...addedNodes];
  return changed
    .map((node) => (node instanceof Element ? node.closest('tr') : null))
    .filter((row) => row !== null);
}

/** Scrolls the table, and not the page around it. */
function reveal(row: HTMLElement): void {
  const rows = row.closest('.rows');
  const head = rows?.querySelector('thead')?.getBoundingClientRect();
  if (!rows || !head) return;
  const around = rows.getBoundingClientRect();
  const { top, bottom } = row.getBoundingClientRect();
  if (top >= head.bottom && bottom <= around.bottom) return;
  rows.scrollTop += top - around.top - around.height / 2;
}

function glow(row: HTMLElement): void {
  const colour = getComputedStyle(row).getPropertyValue('--glow');
  row.animate(
    { backgroundColor: [colour, 'transparent'] },
    { duration: 1_200, easing: 'ease-out' },
  );
}
