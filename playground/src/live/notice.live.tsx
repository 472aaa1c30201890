import { defineLive, event, unsafeHtml } from '@skerry/kit';
import { require } from '@skerry/plugins/auth';
import { z } from 'zod';

/** A notice that the keeper writes as HTML: what could run is taken out, and the audit log has a record of that. */
export default defineLive(
  {
    guard: require('admin'),
    mount: () => ({ html: '' }),
    events: {
      hang: event(z.object({ html: z.string().max(2_000) }), (live, { html }) =>
        live.assign({ html: live.sanitize(html) }),
      ),
    },
  },
  ({ state, on }) => (
    <div>
      <form class="login" lv-submit={on.hang()}>
        <label for="notice">Notice, as HTML</label>
        <input id="notice" name="html" value="<b onclick=alert()>Storm</b> from the west" />
        <button>Hang it up</button>
      </form>
      <div class="notice">{unsafeHtml(state.html)}</div>
    </div>
  ),
);
