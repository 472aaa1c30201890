import type { Session } from '@skerry/kit';

import { signOff, signOn } from '../../watch.ts';

/** Signs the visitor on, in a new session. */
export async function POST({ req, context }: { req: Request; context: { session: Session } }) {
  const name = (await req.formData()).get('name');
  if (typeof name === 'string' && name !== '') {
    signOff(context.session.id);
    context.session.renew();
    signOn(context.session.id, name.slice(0, 40));
  }
  return new Response(null, { status: 303, headers: { location: '/watch' } });
}
