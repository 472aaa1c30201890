/** Shows the reason of a refusal for a while. */
const shownFor = 8_000;
let timer = 0;

document.addEventListener('skerry:refused', (event) => {
  const { reason } = (event as CustomEvent<{ reason: string }>).detail;
  show(reason);
  clearTimeout(timer);
  timer = window.setTimeout(show, shownFor, '');
});

function show(text: string): void {
  const notice = document.querySelector('[data-notice]');
  if (notice) notice.textContent = text;
}
