import { defineLive } from '@skerry/kit';

import { nameOf, signOff } from '../watch.ts';

/** The watch of the visitor who is signed on in this session. */
export default defineLive(
  {
    mount: ({ session }) => ({ name: nameOf(session.id) ?? 'nobody', rounds: 0 }),
    events: {
      walk: (live) => live.assign({ rounds: live.state.rounds + 1 }),
      signOff(live) {
        signOff(live.session.id);
        live.session.end();
        live.redirect('/watch');
      },
    },
  },
  ({ state, on }) => (
    <div class="controls">
      <p>
        On watch: <b class="name">{state.name}</b>, rounds: <output>{state.rounds}</output>
      </p>
      <button type="button" lv-click={on.walk()}>
        Walk a round
      </button>
      <button type="button" lv-click={on.signOff()}>
        Sign off
      </button>
    </div>
  ),
);
