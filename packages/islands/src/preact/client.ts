import { Component, type ComponentChildren, type ComponentType, hydrate, render } from 'preact';
import { jsx } from 'preact/jsx-runtime';
import { regionTag } from '@skerry/wire';

import { idPrefix } from '../id-prefix.js';
import type { IslandModule } from '../client/island.js';
import { wrapper } from './wrapper.js';

// The one that the islands use: another would be more to load.
export { jsx } from 'preact/jsx-runtime';

/** Renders Preact components. */
export const mount: IslandModule['mount'] = (host, component) => {
  const region = host.closest(regionTag)?.id ?? '';
  const ids = [idPrefix(region, host.getAttribute('at')!), 0];
  let draw: typeof render | undefined;
  return (props) => {
    const island = jsx(component as ComponentType, props!);
    const root = jsx(Root, { host, children: wrapper.wrap?.(host, island) ?? island });
    // seam: `useId` counts in it, and Preact has no public name for it
    (root as { __m?: typeof ids }).__m = ids as never;
    draw ??= host.firstChild ? hydrate : render;
    draw(props ? root : null, host);
    draw = render;
  };
};

interface RootProps {
  host: { fail(error: unknown): void };
  children?: ComponentChildren;
}

/** Renders nothing once something in it has thrown, so that all that has begun in it comes to an end. */
class Root extends Component<RootProps> {
  override componentDidCatch(error: unknown): void {
    this.setState({ error });
    this.props.host.fail(error);
  }

  override render(): ComponentChildren {
    return 'error' in this.state ? null : this.props.children;
  }
}
