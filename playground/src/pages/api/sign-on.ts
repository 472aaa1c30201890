import { defineEndpoint, redirect } from '@skerry/kit';

import { signOff, signOn } from '../../watch.ts';

/** Signs the visitor on, in a new session. */
export const POST = defineEndpoint('/api/sign-on', async ({ request, session }) => {
  const name = (await request.formData()).get('name');
  if (typeof name === 'string' && name !== '') {
    signOff(session.id);
    session.renew();
    signOn(session.id, name.slice(0, 40));
  }
  return redirect('/watch');
});
