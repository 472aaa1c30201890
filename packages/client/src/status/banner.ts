import { announce } from './announce.js';

/**
 * A banner while the connection is lost. Loaded when the page is idle: later it could not come. `data-banner` of the document's
 * element has another text, or `off`.
 */
const banner = document.createElement('div');
banner.className = 'skerry-banner';

// Any rule of the page wins over these.
const sheet = new CSSStyleSheet();
sheet.replaceSync(
  ':where(.skerry-banner){position:fixed;inset:auto 1rem 1rem;margin:auto;width:fit-content;padding:.5em 1em;border-radius:.5em;background:CanvasText;color:Canvas;z-index:2147483646}',
);
document.adoptedStyleSheets.push(sheet);

/** Shows the banner or takes it away. @param isBack true if all is well again */
export function showBanner(isLost: boolean, isBack = false): void {
  const { banner: text = 'Connection lost. Trying again…' } = document.documentElement.dataset;
  if (text === 'off') return;
  if (isLost) {
    banner.textContent = text;
    document.body.append(banner);
    announce(text);
  } else if (banner.isConnected) {
    banner.remove();
    if (isBack) announce('Connected again.');
  }
}
