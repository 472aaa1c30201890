import { type ComponentType, createElement } from 'react';
import { flushSync } from 'react-dom';
import { createRoot, hydrateRoot, type Root } from 'react-dom/client';
import { regionTag } from '@skerry/wire';

import { idPrefix } from '../id-prefix.js';
import type { IslandModule } from '../client/island.js';
import { HostContext } from './use-live.js';

/** Renders React components. */
export const mount: IslandModule['mount'] = (host, component) => {
  const region = host.closest(regionTag)?.id ?? '';
  const options = {
    identifierPrefix: idPrefix(region, host.getAttribute('at')!),
    onUncaughtError: (error: unknown) => host.fail(error),
  };
  let root: Root | undefined;
  // At once: an island is scheduled as a whole, and the next step depends on it.
  return (props) =>
    flushSync(() => {
      if (!props) return root?.unmount();
      const island = createElement(component as ComponentType, props);
      const whole = createElement(HostContext.Provider, { value: host }, island);
      if (!root && host.firstChild) root = hydrateRoot(host, whole, options);
      else (root ??= createRoot(host, options)).render(whole);
    });
};

export const jsx: IslandModule['jsx'] = (type, props) =>
  // React leaves the server's content of a slot alone.
  createElement(type, { ...props, suppressHydrationWarning: true });
