import { defineLive, event, For, form, list, type MountContext } from '@skerry/kit';
import { z } from 'zod';

import { addItem, allItems, checkItem, hasItem, removeItem } from '../items.ts';

const newItem = form(
  z.object({
    name: z.string().trim().min(1, 'What is missing?').max(40, 'At most 40 letters.'),
    amount: z.number('How many?').int('Whole ones.').min(1, 'At least one.').max(99, 'At most 99.'),
  }),
);

const ofItem = z.object({ id: z.number().int() });

export default defineLive(
  {
    mount: ({ subscribe }: MountContext) => {
      subscribe('item:changed');
      subscribe('item:removed');
      return {
        items: list(allItems(), (item) => item.id),
        newItem: newItem.start({ amount: 1 }),
      };
    },
    events: {
      validate: newItem.check('newItem'),
      add: newItem.submit('newItem', (_live, { name, amount }, form) => {
        if (hasItem(name)) return form.error('name', `${name} is on the list.`);
        addItem(name, amount);
        form.reset();
      }),
      check: event(ofItem, (_live, { id }) => checkItem(id)),
      remove: event(ofItem, (_live, { id }) => removeItem(id)),
    },
    // Each browser shows what any of them, this one too, has changed.
    messages: {
      'item:changed': (live, item) => {
        const { items } = live.state;
        const isKnown = items.has(item.id);
        live.assign({ items: isKnown ? items.update(item.id, item) : items.append(item) });
      },
      'item:removed': (live, { id }) => {
        const { items } = live.state;
        if (items.has(id)) live.assign({ items: items.remove(id) });
      },
    },
  },
  ({ state, on }) => {
    const f = newItem.fields(state.newItem);
    return (
      <section>
        <form {...f.form} lv-submit={on.add()} lv-input={on.validate()}>
          <p>
            <label for={f.name.id}>What</label>
            <input {...f.name.input()} autocomplete="off" /> {f.name.errors}
          </p>
          <p>
            <label for={f.amount.id}>How many</label>
            <input {...f.amount.input()} /> {f.amount.errors}
          </p>
          <button>Add</button>
        </form>
        <ul>
          <For each={state.items}>
            {(item) => (
              <li>
                {/* A button, and no checkbox: it works without script, too. */}
                <button
                  class="item"
                  aria-pressed={item.isBought}
                  lv-click={on.check({ id: item.id })}
                >
                  {item.amount} × {item.name}
                </button>
                <button aria-label={`Remove ${item.name}`} lv-click={on.remove({ id: item.id })}>
                  Remove
                </button>
              </li>
            )}
          </For>
        </ul>
        {state.items.size === 0 && <p>Nothing is missing.</p>}
      </section>
    );
  },
);
