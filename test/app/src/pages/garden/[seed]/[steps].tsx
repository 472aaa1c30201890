import type { PageProps } from '@skerry/kit';

import Garden from '../../../live/garden.live.tsx';

export default ({ params }: PageProps) => (
  <Garden seed={Number(params.seed)} steps={Number(params.steps)} />
);
