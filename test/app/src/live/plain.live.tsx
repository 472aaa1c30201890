import { defineLive, event } from '@skerry/kit';
import { z } from 'zod';

/** A form whose event has a schema. */
export default defineLive(
  {
    mount: () => ({ word: '' }),
    events: {
      save: event(z.object({ word: z.string().min(3, 'A longer word.') }), (live, { word }) =>
        live.assign({ word }),
      ),
    },
  },
  ({ state }) => (
    <form lv-submit="save">
      <input name="word" aria-label="Word" />
      <button>Save</button>
      <output>{state.word}</output>
    </form>
  ),
);
