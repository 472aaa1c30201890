import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';

import { deny } from '../core/deny.js';
import { defaultLimits } from '../core/limits.js';
import { stopClock } from '../../test/clock.js';
import { Reader } from '../../test/reader.js';
import { serveViews, type Site, type SiteOptions } from '../../test/visitor.js';
import { defineLive, event } from '../live/author/define.js';
import { form } from '../live/form/form.js';
import { list } from '../template/list/keyed-list.js';
import { For } from '../template/list/for.js';

let site: Site;
afterEach(() => site.stop());

let mounts = 0;
let handled: unknown[] = [];
beforeEach(() => {
  mounts = 0;
  handled = [];
});

const Counter = defineLive(
  {
    mount({ props }: { props: { start?: number } }) {
      mounts++;
      return { count: props.start ?? 0 };
    },
    events: {
      add: event(z.object({ by: z.number() }), (live, { by }) => {
        handled.push(by);
        live.assign({ count: live.state.count + by });
      }),
      pick: (_, value) => void handled.push(value),
      leave: (live) => live.redirect('/away'),
      fail() {
        throw new Error('on purpose');
      },
    },
  },
  ({ state, on }) => (
    <p>
      <b>{state.count}</b>
      <button type="button" lv-click={on.add({ by: 1 })}>
        plus
      </button>
      <button lv-click={on.add({ by: 10 }).debounce(300)}>ten</button>
      <button lv-click={on.pick()} value="7">
        pick
      </button>
      <button lv-click={on.pick()}>bare</button>
      <button lv-click={on.leave()}>leave</button>
      <button lv-click={on.fail()}>fail</button>
      <button lv-click="nobody">unknown</button>
    </p>
  ),
  'counter',
);

const task = form(z.object({ title: z.string().min(3, 'Longer, please.') }));
const Tasks = defineLive(
  {
    mount: () => ({
      task: task.start({ title: '' }),
      tasks: list<{ id: number; title: string }>([], ({ id }) => id),
    }),
    events: {
      save: task.submit('task', (live, { title }, own) => {
        const { tasks } = live.state;
        live.assign({ tasks: tasks.append({ id: tasks.size, title }) });
        own.reset();
      }),
      remove: event(z.object({ id: z.number() }), (live, { id }) =>
        live.assign({ tasks: live.state.tasks.remove(id) }),
      ),
    },
  },
  ({ state, on }) => {
    const f = task.fields(state.task);
    return (
      <section>
        <form {...f.form} lv-submit={on.save()}>
          <input {...f.title.input()} /> {f.title.errors} <button>save</button>
        </form>
        <For each={state.tasks}>
          {(each) => (
            <i>
              {each.title}{' '}
              <button lv-click={on.remove({ id: each.id })}>remove {each.title}</button>
            </i>
          )}
        </For>
      </section>
    );
  },
  'tasks',
);

const views = { counter: Counter, tasks: Tasks };

async function open(options?: SiteOptions, path?: string): Promise<Reader> {
  const page = () => <Counter start={3} />;
  site = await serveViews(views, {
    routes: { 'index.tsx': { default: page }, 'tasks.tsx': { default: () => <Tasks /> } },
    ...options,
  });
  return new Reader(site).open(path);
}

describe('a button', () => {
  test('works without script, and the same region goes on', async () => {
    const reader = await open();
    for (const [button, count] of [
      ['plus', '4'],
      ['ten', '14'],
      ['plus', '15'],
    ] as const) {
      await reader.press(button);
      expect([reader.status, reader.count]).toEqual([200, count]);
    }
    expect([mounts, handled]).toEqual([1, [1, 10, 1]]);
  });

  test('sends its value, or nothing', async () => {
    const reader = await open();
    await reader.press('pick');
    await reader.press('bare');
    expect(handled).toEqual([{ value: '7' }, null]);
  });

  test('sends the visitor to another page', async () => {
    const reader = await open();
    await reader.press('leave');
    expect([reader.status, reader.location]).toEqual([303, '/away']);
  });

  test('keeps the page’s own query', async () => {
    const reader = await open({}, '/?show=open');
    expect(reader.html).not.toContain('action=');
  });

  test.each([
    ['fail', 500],
    ['unknown', 400],
  ])('that cannot be served is answered with an error page: %s', async (button, status) => {
    const reader = await open();
    await reader.press(button);
    expect(reader.status).toBe(status);
    await reader.open();
    await reader.press('plus');
    expect([reader.status, reader.count]).toEqual([200, '4']);
  });
});

describe('the state', () => {
  test('outlives its region, in the form', async () => {
    const pass = stopClock();
    const reader = await open();
    await reader.press('plus');
    pass(defaultLimits.parkTimeout + 1);
    await reader.press('plus');
    expect([reader.count, mounts]).toEqual(['5', 2]);
    expect(site.calls('onStateRestore')).toMatchObject([{ region: { view: 'counter' } }]);
    pass(defaultLimits.parkTimeout + 1);
    await reader.press('plus');
    expect(reader.count).toBe('6');
  });

  test('of lists outlives its region, too', async () => {
    const pass = stopClock();
    const reader = await open({}, '/tasks');
    await reader.press('save', { title: 'Paint' });
    await reader.press('save', { title: 'Caulk' });
    pass(defaultLimits.parkTimeout + 1);
    await reader.press('remove Paint');
    expect(reader.page.querySelectorAll('i')).toHaveLength(1);
    expect(reader.html).toContain('Caulk');
  });

  test('that is too large is in no form: a form finds a fresh region once the old one has ended', async () => {
    const pass = stopClock();
    const reader = await open({ limits: { maxPostedState: 5 } });
    await reader.press('plus');
    await reader.press('plus');
    expect(reader.count).toBe('5');
    pass(defaultLimits.parkTimeout + 1);
    await reader.press('plus');
    expect(reader.count).toBe('4');
    expect(site.calls('onStateRestore')).toEqual([]);
  });

  test('of the other regions of the page is in their own forms alone', async () => {
    const two = () => [<Counter start={1} />, <Counter start={100} />];
    const reader = await open({ routes: { 'index.tsx': { default: two } } });
    await reader.press('plus');
    expect(reader.page.querySelectorAll('b').map(({ textContent }) => textContent)).toEqual([
      '2',
      '100',
    ]);
  });
});

test('a page that was loaded ahead works without script, too', async () => {
  const reader = await open();
  const ahead = await site.visit('/', {
    cookie: reader.cookie,
    headers: { 'sec-purpose': 'prefetch' },
  });
  reader.html = ahead.html;
  await reader.press('plus');
  expect([reader.status, reader.count]).toEqual([200, '4']);
});

describe('a form', () => {
  test('is answered with its values and its errors while it is not valid', async () => {
    const reader = await open({}, '/tasks');
    await reader.press('save', { title: 'No' });
    expect(reader.status).toBe(422);
    expect(reader.page.querySelector('input[name=title]')!.getAttribute('value')).toBe('No');
    expect(reader.html).toContain('Longer, please.');
    await reader.press('save', { title: 'Not so short' });
    expect(reader.status).toBe(200);
    expect(reader.page.querySelector('i')!.textContent).toContain('Not so short');
    expect(reader.page.querySelector('input[name=title]')!.getAttribute('value')).toBe('');
  });

  test('that its author sends elsewhere goes there', async () => {
    const Own = defineLive(
      { mount: () => ({}), events: { find: () => {} } },
      ({ on }) => (
        <div>
          <form method="get" lv-submit={on.find()}>
            <button>a</button>
          </form>
          <form action="/find" lv-submit={on.find()}>
            <button>b</button>
          </form>
        </div>
      ),
      'counter',
    );
    site = await serveViews(
      { counter: Own },
      { routes: { 'index.tsx': { default: () => <Own /> } } },
    );
    const { html } = await new Reader(site).open();
    expect(html).not.toContain('_skerry');
  });
});

describe('the same form twice is one event:', () => {
  test('a reload of the answer', async () => {
    const reader = await open();
    const body = reader.bodyOf('plus');
    await reader.send(body);
    await reader.send(body);
    expect([reader.status, reader.count, handled]).toEqual([200, '4', [1]]);
  });

  test('a reload after the region has ended', async () => {
    const pass = stopClock();
    const reader = await open();
    const body = reader.bodyOf('plus');
    await reader.send(body);
    pass(defaultLimits.parkTimeout + 1);
    await reader.send(body);
    expect([reader.count, handled]).toEqual(['4', [1]]);
  });

  test('a redirect, but for nobody else', async () => {
    const reader = await open();
    const body = reader.bodyOf('leave');
    await reader.send(body);
    const other = await new Reader(site).open();
    await other.send(body);
    expect([other.status, other.location]).toEqual([409, null]);
    await reader.send(body);
    expect([reader.status, reader.location]).toEqual([303, '/away']);
  });

  test('a double click', async () => {
    const reader = await open();
    const body = reader.bodyOf('plus');
    const other = new Reader(site);
    await Promise.all([reader.send(body), other.send(body, {}, reader.cookie)]);
    expect([reader.count, other.count, handled]).toEqual(['4', '4', [1]]);
  });

  test('but not with other values, from the page that the browser has kept', async () => {
    const reader = await open({}, '/tasks');
    const kept = reader.html;
    await reader.press('save', { title: 'Paint' });
    reader.html = kept;
    await reader.press('save', { title: 'Caulk' });
    expect(reader.page.querySelectorAll('i')).toHaveLength(2);
  });

  test('and not after a refusal', async () => {
    let isShut = true;
    const reader = await open({
      taps: ({ beforeEvent }) => beforeEvent.tap(() => (isShut ? deny('Not now.') : undefined)),
    });
    const body = reader.bodyOf('plus');
    await reader.send(body);
    expect([reader.status, handled]).toEqual([403, []]);
    isShut = false;
    await reader.send(body);
    expect([reader.status, reader.count]).toEqual([200, '4']);
  });

  test('of many forms the oldest are forgotten', async () => {
    const reader = await open({ limits: { maxPostedForms: 1 } });
    const body = reader.bodyOf('plus');
    await reader.send(body);
    await reader.press('plus');
    await reader.send(body);
    expect(handled).toEqual([1, 1, 1]);
  });
});

describe('a post is refused', () => {
  test('of a page of another origin', async () => {
    const reader = await open();
    await reader.send(reader.bodyOf('plus'), {
      origin: 'https://evil.test',
      'sec-fetch-site': 'cross-site',
    });
    expect([reader.status, handled]).toEqual([403, []]);
  });

  test('of another origin, without a type of its content', async () => {
    const reader = await open();
    const body = new Blob([reader.bodyOf('plus').toString()]);
    await reader.send(body, { origin: 'null', 'sec-fetch-site': 'cross-site' });
    expect([reader.status, handled]).toEqual([403, []]);
  });

  test.each([
    ['no form', 'text/plain', 405],
    ['another kind', 'application/json', 405],
  ])('that is %s', async (_, type, status) => {
    const reader = await open();
    await reader.send(reader.bodyOf('plus').toString(), { 'content-type': type });
    expect([reader.status, handled]).toEqual([status, []]);
  });

  test('without a token, with a forged one, or with one that was changed', async () => {
    const reader = await open();
    const form = reader.bodyOf('plus');
    const token = form.get('_skerry')!;
    form.delete('_skerry');
    await reader.send(form);
    expect(reader.status).toBe(405);
    for (const forged of ['x', `${token.slice(0, -2)}AA`, '{}', 'file:nothing']) {
      form.set('_skerry', forged);
      await reader.send(form);
      expect(reader.status).toBe(409);
    }
    expect(handled).toEqual([]);
  });

  test('of another session', async () => {
    const reader = await open();
    const body = reader.bodyOf('plus');
    const other = await new Reader(site).open();
    await other.send(body);
    expect([other.status, handled]).toEqual([409, []]);
    await new Reader(site).send(body, {}, '');
    expect(handled).toEqual([]);
  });

  test('of another page', async () => {
    const reader = await open();
    const body = reader.bodyOf('plus');
    await reader.open('/tasks');
    await reader.send(body);
    expect([reader.status, handled]).toEqual([409, []]);
  });

  test('that is too large', async () => {
    const reader = await open({ limits: { maxPostedBytes: 100 } });
    await reader.press('plus');
    expect([reader.status, handled]).toEqual([413, []]);
  });

  test('that is not readable', async () => {
    const reader = await open();
    const form = reader.bodyOf('plus');
    await reader.send('--x\r\nnothing', { 'content-type': 'multipart/form-data; boundary=x' });
    expect(reader.status).toBe(400);
    const events = [...form.keys()].filter((name) => name.startsWith('_skerry:'));
    events.forEach((name) => form.delete(name));
    form.append('_skerry:add {', '');
    await reader.send(form);
    expect([reader.status, handled]).toEqual([400, []]);
  });

  test.each([
    ['add', 422],
    ['constructor', 400],
    ['__proto__', 400],
  ])('of an event that its view does not take so: %s', async (event, status) => {
    const reader = await open();
    const form = reader.bodyOf('plus');
    const [name] = [...form.keys()].filter((key) => key.startsWith('_skerry:'));
    form.delete(name!);
    form.append(`_skerry:${event}`, '');
    await reader.send(form);
    expect([reader.status, handled]).toEqual([status, []]);
  });
});

test('the guards of every way are asked, and may refuse', async () => {
  const asked: string[] = [];
  let refuses = '';
  const reader = await open({
    taps(hooks) {
      for (const name of ['beforeRequest', 'beforeJoin', 'beforeResume', 'beforeEvent'] as const)
        hooks[name].tap(() => {
          asked.push(name);
          return refuses === name ? deny('not yours') : undefined;
        });
    },
  });
  asked.length = 0;
  await reader.press('plus');
  expect([asked, reader.count]).toEqual([['beforeRequest', 'beforeJoin', 'beforeEvent'], '4']);
  for (refuses of ['beforeRequest', 'beforeEvent', 'beforeResume']) {
    const form = new Reader(site);
    form.cookie = reader.cookie;
    const body = reader.bodyOf('plus');
    await form.send(body);
    expect([refuses, form.status, handled]).toEqual([refuses, 403, [1]]);
  }
});

test('fields for visitors without script reach no handler over a connection', async () => {
  await open();
  const { line } = await site.open();
  await line.ask([1, 1, 'pick', { q: 'x', _skerry: 'token', '_skerry:pick': '' }, 'submit']);
  expect(handled).toEqual([{ q: 'x' }]);
});

test('a page whose regions are bound to nothing has no form', async () => {
  const Plain = defineLive({ mount: () => ({}) }, () => <p>plain</p>, 'counter');
  site = await serveViews(
    { counter: Plain },
    { routes: { 'index.tsx': { default: () => <Plain /> } } },
  );
  const { html } = await new Reader(site).open();
  expect(html).not.toContain('_skerry');
});

test('a region inside another one is found in its place', async () => {
  const Outer = defineLive(
    { mount: () => ({ shown: 1 }), events: { more: (live) => live.assign({ shown: 2 }) } },
    ({ state, on }) => (
      <div>
        <u>{state.shown}</u> <button lv-click={on.more()}>more</button> <Counter start={7} />
      </div>
    ),
    'outer',
  );
  const pass = stopClock();
  site = await serveViews(
    { counter: Counter, outer: Outer },
    { routes: { 'index.tsx': { default: () => <Outer /> } } },
  );
  const reader = await new Reader(site).open();
  await reader.press('plus');
  expect(reader.count).toBe('8');
  await reader.press('more');
  expect(reader.page.querySelector('u')!.textContent).toBe('2');
  pass(defaultLimits.parkTimeout + 1);
  await reader.press('plus');
  expect(reader.count).toMatch(/^(8|9)$/);
});
