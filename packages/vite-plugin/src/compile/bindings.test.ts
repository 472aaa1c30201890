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
