import type { PageProps } from '@skerry/kit';

import Value from '../islands/value.island.tsx';

/** An island with the props that the visitor asks for. */
export default ({ url }: PageProps) => (
  <Value client:load value={JSON.parse(url.searchParams.get('value') ?? 'null')} />
);
