import type { Session } from '@skerry/kit';

import { crew } from '../../crew.ts';

/** Makes a visitor one of the crew. */
export const POST = ({ context }: { context: { session: Session } }): string => {
  crew.add(context.session.id);
  return 'welcome';
};
