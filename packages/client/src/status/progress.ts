/** A bar at the top of the page while an event takes long. Loaded with the first one that does. */
const bar = document.createElement('div');
bar.className = 'skerry-progress';
bar.role = 'progressbar';
bar.ariaLabel = 'Loading';

// Any rule of the page wins over these.
const sheet = new CSSStyleSheet();
sheet.replaceSync(`
:where(.skerry-progress){position:fixed;inset:0 0 auto;height:3px;background:Highlight;transform-origin:0 0;animation:skerry-progress 8s ease-out forwards;z-index:2147483647}
@keyframes skerry-progress{from{transform:scaleX(.05)}to{transform:scaleX(.95)}}
@media (prefers-reduced-motion){:where(.skerry-progress){animation:none}}`);
document.adoptedStyleSheets.push(sheet);

/** Shows the bar or takes it away. */
export function showProgress(isBusy: boolean): void {
  if (isBusy) document.body.append(bar);
  else bar.remove();
}
