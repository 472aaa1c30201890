import type { BrowserPluginApi } from '@skerry/client/hooks';

/** Notes on the page that the connection is open, and how often something was patched. */
export default function hello({ hooks, options }: BrowserPluginApi<{ greeting: string }>): void {
  const { dataset } = document.documentElement;
  let patches = 0;
  hooks.connect.tap(() => {
    dataset.hello = options.greeting;
  });
  hooks.afterPatch.tap(() => {
    dataset.patches = String(++patches);
  });
}
