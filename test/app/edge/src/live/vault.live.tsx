import { defineLive, event } from '@skerry/kit';
import { z } from 'zod';

import { secretOf } from '../secret.ts';

interface State {
  secret: string;
  notes: readonly unknown[];
}

/** Keeps a secret of its session, and whatever it is sent. */
export default defineLive(
  {
    mount: ({ session }): State => ({ secret: secretOf(session.id), notes: [] }),
    events: {
      note: (live, note) => live.assign({ notes: [...live.state.notes, note].slice(-5) }),
      checked: event(z.object({ text: z.string().max(50) }), (live, { text }) =>
        live.assign({ notes: [text] }),
      ),
      echo: (live, value) => live.reply(value),
      publish: (live, value) => live.publish(`own:${live.session.id}`, value),
      fail: (_, value) => {
        throw value;
      },
      fly: (live, value) => void setTimeout(() => live.assign({ notes: [value] })),
    },
  },
  ({ state }) => (
    <section data-secret={state.secret}>
      {state.notes.map((note, i) => (
        <p key={i} title={String(JSON.stringify(note))}>
          {JSON.stringify(note)}
        </p>
      ))}
    </section>
  ),
);
