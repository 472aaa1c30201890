import { describe, expect, test } from 'vitest';

import { compile } from './index.js';
import { fault } from '../../test/fault.js';

const accepted = (code: string, file = 'view.tsx') => compile(code, file) !== null;

describe('a name of an event that does not exist', () => {
  const live = (markup: string, parts = `{ mount, events: { save, 'look-up': event(a, b) } }`) =>
    `import { defineLive } from '@skerry/kit';\nexport default defineLive(${parts}, ({ on }) => ${markup});`;

  test('is refused with those of the view', () => {
    expect(fault(live(`<p>\n  <b ▸lv-click="sav"/></p>`), 'a.live.tsx')).toBe(
      'The live view has no event `sav`. Did you mean `save`? Its events are save, look-up.',
    );
    expect(fault(live(`<p ▸lv-keydown='nokey?key=Enter {"a":1}'/>`), 'a.live.tsx')).toBe(
      'The live view has no event `nokey`. Its events are save, look-up.',
    );
    fault(live(`<p {...a} ▸lv-click={'lookup'}/>`), 'a.live.tsx');
    expect(fault(live(`<p ▸lv-click="save"/>`, '{ mount }'), 'a.live.tsx')).toBe(
      'The live view has no event `save`. Declare it in `events` of defineLive().',
    );
    fault(`const Row = () => <i ▸lv-blur="b"/>; ${live('<Row/>')}`, 'a.live.tsx');
  });

  test('is accepted where the view has it, or the element lacks the binding', () => {
    const markup = `<p lv-click="look-up?debounce=3 1" lv-blur={a} lv-focus={false} lv-keydown={\`a\${b}\`}/>`;
    expect(accepted(live(markup), 'a.live.tsx')).toBe(true);
  });

  test.each([
    ['a spread among the events', live(`<p lv-click="a"/>`, '{ mount, events: { ...b } }')],
    ['events from elsewhere', live(`<p lv-click="a"/>`, '{ mount, events }')],
    ['a name that is computed', live(`<p lv-click="a"/>`, '{ mount, events: { [b]: c } }')],
    ['a spread among the parts', live(`<p lv-click="a"/>`, '{ mount, ...b }')],
    ['a view from elsewhere', live(`<p lv-click="a"/>`, 'view')],
    [
      'a component that other files use',
      `export const Row = () => <p lv-click="a"/>;\n${live('null')}`,
    ],
    [
      'another view in the file',
      live(`<p lv-click="a"/>`).replace(
        'export',
        'const Other = defineLive({ mount, events: { a } }, b);\nexport',
      ),
    ],
  ])('is accepted with %s', (_, code) => {
    expect(accepted(code, 'a.live.tsx')).toBe(true);
  });

  test('is accepted outside of live views', () => {
    expect(accepted(`<p lv-click="a"/>`)).toBe(true);
  });
});

describe('an attribute', () => {
  test('that bind no event', () => {
    expect(fault(`<button ▸lv-clik="save"/>`)).toMatch(
      /`lv-clik` .*Did you mean `lv-click`.*lv-input, lv-change, lv-submit.*lv-debounce/,
    );
    fault(`<form {...a} ▸lv-chang={on.save}/>`);
    expect(accepted(`<form lv-submit="a" lv-input={on.b}><a lv-click="c"/></form>`)).toBe(true);
    expect(accepted(`<p lv-window-keydown="a" lv-key="ctrl+s" lv-value-id={b}/>`)).toBe(true);
    // A component hands it on.
    expect(fault(`<Card ▸lv-clik="a"/>`)).toMatch(/Did you mean `lv-click`\?/);
    expect(accepted(`<Card lv-click={a}/>`)).toBe(true);
    expect(fault(`<p ▸lv-debounc={3}/>`)).toMatch(/Did you mean `lv-debounce`\?/);
    expect(fault(`<p ▸lv-ofline="hide"/>`)).toMatch(/Did you mean `lv-offline`\?/);
    expect(fault(`<p ▸lv-fade="a"/>`)).toMatch(/option of one\. Bindings are/);
  });

  test('whose payload is not JSON', () => {
    expect(fault(`<button ▸lv-click="tick by one"/>`)).toMatch(
      /"by one".*lv-click='tick \{"by": 1\}'/,
    );
    fault(`<input {...a} ▸lv-input={'look {by: 1}'}/>`);
    fault(`<form ▸lv-submit=" save"/>`);
    expect(accepted(`<p><b lv-click='tick {"by":1}'/><i lv-click={'tick "a b"'}/></p>`)).toBe(true);
    expect(accepted('<p lv-click={`tick ${a}`} title="lv-click by one"/>')).toBe(true);
  });

  test('whose options mean nothing', () => {
    expect(fault(`<input ▸lv-input="look?debonce=300"/>`)).toMatch(/"debonce".*debounce, throttle/);
    expect(fault(`<input ▸lv-input="look?debounce=soon"/>`)).toMatch(/"soon".*milliseconds/);
    expect(fault(`<input ▸lv-queue="last"/>`)).toMatch(/"last".*`latest`/);
    fault(`<input ▸lv-throttle="0.5s"/>`);
    fault(`<input ▸lv-threshold="50%"/>`);
    fault(`<input ▸lv-offline="gone"/>`);
    expect(accepted(`<input lv-input='look?debounce=blur&queue=latest {"a":1}'/>`)).toBe(true);
    expect(accepted(`<input lv-input={a} lv-debounce={300} lv-queue={b}/>`)).toBe(true);
  });
});

describe('an option without effect', () => {
  test('as its element binds no event', () => {
    expect(fault(`<p ▸lv-key="Enter"/>`)).toBe(
      '`lv-key` has no effect: <p> binds no event. Write it on the element that has the binding, such as lv-click.',
    );
    fault(`<form lv-input="a"><input ▸lv-debounce={300}/></form>`);
    fault(`<button type="button" ▸lv-confirm={a}/>`);
    fault(`<button ▸lv-threshold={1}/>`);
    fault(`<p ▸lv-value-id={1} lv-click={false}/>`);
    expect(accepted(`<p {...a} lv-debounce={300} lv-confirm-text="b"/>`)).toBe(true);
    expect(accepted(`<p><b lv-offline="hide"/><i lv-once={false} lv-key={undefined}/></p>`)).toBe(
      true,
    );
  });

  test('is accepted on a button that may submit', () => {
    const markup = `<p><button lv-confirm="a" lv-confirm-text="b"/><input type="image" lv-throttle={3}/><input type={a} lv-queue="drop"/></p>`;
    expect(accepted(markup)).toBe(true);
  });

  test('as its binding does not take it', () => {
    expect(fault(`<p ▸lv-click="a?threshold=1"/>`)).toBe(
      'The option `threshold` has no effect on `lv-click`. It is one of `lv-intersect`.',
    );
    expect(fault(`<p lv-click={on.a({ b }).▸threshold(1)}/>`)).toMatch(/no effect on `lv-click`/);
    fault(`<p lv-click-away={on.a.▸once()}/>`);
    fault(`<p lv-click-away={(on.a.▸once)!()}/>`);
    fault(`<p lv-click-away={on?.a?.({ b })?.▸once()}/>`);
    fault(`<p lv-click={on.a.with({ b }).confirm('c').▸key('Enter').queue('drop')}/>`);
    fault(`<p {...a} lv-blur={(on['a'] as B)!.▸margin(b)}/>`);
    expect(fault(`<p lv-click={a} lv-blur="b" ▸lv-once/>`)).toMatch(/on `lv-click`, `lv-blur`/);
    expect(
      accepted(
        `<p lv-intersect={on.a.once()} lv-window-keyup={on.a.key('Enter')} lv-margin="1px"/>`,
      ),
    ).toBe(true);
    expect(accepted(`<p lv-click={on.key('Escpe')} lv-blur={on.once()}/>`)).toBe(true);
    expect(accepted(`<p lv-click={a.b.once()} lv-blur={on.once} lv-focus={on[a].once()}/>`)).toBe(
      true,
    );
  });

  test('as a word to type needs a question', () => {
    expect(fault(`<p lv-click={on.a()} ▸lv-confirm-text="DELETE"/>`)).toBe(
      '`confirm-text` has no effect without `confirm`. Add the question: lv-confirm="Sure?" lv-confirm-text="DELETE".',
    );
    fault(`<button lv-click="a" ▸lv-confirm-text="DELETE"/>`);
    fault(`<p ▸lv-click="a?confirm-text=DELETE"/>`);
    expect(accepted(`<p lv-click="a" lv-confirm={b} lv-confirm-text="c"/>`)).toBe(true);
    expect(accepted(`<p lv-click={on.a.confirm('b', 'c')}/>`)).toBe(true);
    expect(accepted(`<p lv-click={on.a.confirm(b)} lv-confirm-text="c"/>`)).toBe(true);
    expect(accepted(`<p lv-click={a} lv-confirm-text="c"/>`)).toBe(true);
    expect(
      accepted(`<form lv-submit="a" lv-confirm-text="b"><button lv-confirm="c"/></form>`),
    ).toBe(true);
  });
});

describe('the value of an option in code', () => {
  test('is checked where it is written out', () => {
    expect(fault(`<p lv-intersect={on.a.▸threshold(5)}/>`)).toMatch(/cannot be "5".*from 0 to 1/);
    fault(`<p lv-click={on.a().▸queue('last')}/>`);
    expect(accepted(`<p lv-click={on.a.debounce(b).throttle(...c).queue(\`d\${e}\`)}/>`)).toBe(
      true,
    );
  });
});

describe('a key', () => {
  test('that does not exist is refused', () => {
    expect(fault(`<p lv-keydown={a} ▸lv-key="Entre"/>`)).toBe(
      'There is no key `entre`. Did you mean `Enter`? Keys are named as in `KeyboardEvent.key`: `a`, `?`, `Enter`, `ArrowUp`; the space bar is `Space`.',
    );
    expect(fault(`<p lv-keydown={on.a.▸key('Tab', 'Escpe')}/>`)).toMatch(/Did you mean `Escape`/);
    expect(fault(`<p ▸lv-keyup="a?key=esc"/>`)).toMatch(/Did you mean `Escape`/);
    expect(fault(`<p lv-keyup={on.a.▸key(' ')}/>`)).toMatch(/names no key.*`Space`/);
    expect(fault(`<p lv-keyup={a} ▸lv-key="cmd+s"/>`)).toMatch(
      /no modifier `cmd`\. Did you mean `mod`\? Modifiers are ctrl,/,
    );
    fault(`<p lv-keyup={a} ▸lv-key/>`);
  });

  test.each([
    ['names in any case', 'Escape enter ARROWUP Space F12 MediaPlayPause AudioVolumeUp'],
    ['characters', 'a Ä ? + 1 å'],
    ['modifiers', 'ctrl+s mod+shift+z ctrl++ alt+ArrowLeft meta+k'],
  ])('may be %s', (_, keys) => {
    expect(accepted(`<p lv-keydown={a} lv-key="${keys}"/>`)).toBe(true);
  });
});

test('a command begins with two hyphens', () => {
  expect(fault(`<p ▸lv-command="spin"/>`)).toMatch(/`spin`.*'--spin'.*command="--spin"/);
  fault(`<p {...a} ▸lv-command={on.spin().throttle(3)}/>`);
  fault(`<p ▸lv-command={on.spin.with({ a })}/>`);
  expect(
    accepted(`<p><b lv-command="--a"/><b lv-command={on['--a']()}/><b lv-command={on.a}/></p>`),
  ).toBe(true);
});
