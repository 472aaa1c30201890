import { expect, test } from 'vitest';

import { said, saidOfCode, saidOfView, warnedOfCode, warnedOfView } from './said.js';

test('an attribute of React', async () => {
  expect(await saidOfView('<p className="a">x</p>')).toMatchInlineSnapshot(
    `"src/live/cart.live.tsx:3:6 \`className\` is not an attribute that an element takes here. Write \`class\`."`,
  );
});

test('a label that names its field as in React', async () => {
  expect(await saidOfView('<label htmlFor="a">x</label>')).toMatchInlineSnapshot(
    `"src/live/cart.live.tsx:3:10 \`htmlFor\` is not an attribute that an element takes here. Write \`for\`."`,
  );
});

test('a handler of the browser', async () => {
  expect(await saidOfView('<button onClick={() => add()}>x</button>')).toMatchInlineSnapshot(
    `"src/live/cart.live.tsx:3:11 \`onClick\` is not an attribute that an element takes here. Name an event of the live view: lv-click="name". A handler in the browser belongs in an island."`,
  );
});

test('a binding that does not exist', async () => {
  expect(await saidOfView('<button lv-clik={on.add()}>x</button>')).toMatchInlineSnapshot(
    `"src/live/cart.live.tsx:3:11 \`lv-clik\` is no binding, and no option of one. Did you mean \`lv-click\`? Bindings are lv-input, lv-change, lv-submit, lv-focus, lv-blur, lv-click, lv-dblclick, lv-keydown, lv-keyup, lv-click-away, lv-mouseenter, lv-mouseleave, lv-window-keydown, lv-window-keyup, lv-window-scroll, lv-window-resize, lv-window-focus, lv-window-blur, lv-intersect, lv-viewport-top, lv-viewport-bottom, lv-command; options are lv-debounce, lv-throttle, lv-queue, lv-confirm, lv-confirm-text, lv-disable-with, lv-key, lv-once, lv-threshold, lv-margin, lv-offline; lv-value-* adds to the payload. Use data-* for data of your own."`,
  );
});

test('a misspelt binding on a component', async () => {
  expect(await saidOfView('<Button lv-clik={on.add()}>x</Button>')).toMatchInlineSnapshot(
    `"src/live/cart.live.tsx:3:11 \`lv-clik\` is no binding, and no option of one. Did you mean \`lv-click\`? Bindings are lv-input, lv-change, lv-submit, lv-focus, lv-blur, lv-click, lv-dblclick, lv-keydown, lv-keyup, lv-click-away, lv-mouseenter, lv-mouseleave, lv-window-keydown, lv-window-keyup, lv-window-scroll, lv-window-resize, lv-window-focus, lv-window-blur, lv-intersect, lv-viewport-top, lv-viewport-bottom, lv-command; options are lv-debounce, lv-throttle, lv-queue, lv-confirm, lv-confirm-text, lv-disable-with, lv-key, lv-once, lv-threshold, lv-margin, lv-offline; lv-value-* adds to the payload. Use data-* for data of your own."`,
  );
});

test('an event that the view does not have, as text', async () => {
  expect(await saidOfView('<button lv-click="ad">x</button>')).toMatchInlineSnapshot(
    `"src/live/cart.live.tsx:3:11 The live view has no event \`ad\`. Did you mean \`add\`? Its events are add, drop."`,
  );
});

test('a payload that is no JSON', async () => {
  expect(await saidOfView("<button lv-click='add {by: 1}'>x</button>")).toMatchInlineSnapshot(
    `"src/live/cart.live.tsx:3:11 The payload of \`lv-click\`, "{by: 1}", is not JSON. Write the name of the event, a space and JSON: lv-click='tick {"by": 1}'."`,
  );
});

test('a member of a payload in camel case', async () => {
  expect(
    await saidOfView('<button lv-click={on.add()} lv-value-userId={1}>x</button>'),
  ).toMatchInlineSnapshot(
    `"src/live/cart.live.tsx:3:31 HTML has attributes in lower case: \`lv-value-userId\` would add \`userid\` to the payload, not \`userId\`. Write it in lower case, or put the member into the payload of the binding: on.save({ userId })."`,
  );
});

test('an option of another binding', async () => {
  expect(await saidOfView('<p lv-click={on.add()} lv-key="Enter">x</p>')).toMatchInlineSnapshot(
    `"src/live/cart.live.tsx:3:26 The option \`key\` has no effect on \`lv-click\`. It is one of \`lv-keydown\`, \`lv-keyup\`, \`lv-window-keydown\`, \`lv-window-keyup\`."`,
  );
});

test('a key that no keyboard has', async () => {
  expect(await saidOfView('<p lv-keydown={on.add()} lv-key="Entr">x</p>')).toMatchInlineSnapshot(
    `"src/live/cart.live.tsx:3:28 There is no key \`entr\`. Did you mean \`Enter\`? Keys are named as in \`KeyboardEvent.key\`: \`a\`, \`?\`, \`Enter\`, \`ArrowUp\`; the space bar is \`Space\`."`,
  );
});

test('an option without a binding', async () => {
  expect(await saidOfView('<p lv-debounce={300}>x</p>')).toMatchInlineSnapshot(
    `"src/live/cart.live.tsx:3:6 \`lv-debounce\` has no effect: <p> binds no event. Write it on the element that has the binding, such as lv-click."`,
  );
});

test('a block in a paragraph', async () => {
  expect(await saidOfView('<p><ul></ul></p>')).toMatchInlineSnapshot(
    `"src/live/cart.live.tsx:3:6 <ul> cannot be inside <p>: browsers end the <p> before it. Make the <p> a <div>, or end it before the <ul>."`,
  );
});

test('a row outside of a table', async () => {
  expect(await saidOfView('<div><tr></tr></div>')).toMatchInlineSnapshot(
    `"src/live/cart.live.tsx:3:8 <tr> cannot be inside <div>: browsers drop it there. Put it directly inside <tbody>."`,
  );
});

test('a button in a link', async () => {
  expect(await saidOfView('<a href="/"><button>x</button></a>')).toMatchInlineSnapshot(
    `"src/live/cart.live.tsx:3:15 <button> cannot be inside <a>: both answer to the same click. End the <a> before the <button>."`,
  );
});

test('a form in a form', async () => {
  expect(await saidOfView('<form><form></form></form>')).toMatchInlineSnapshot(
    `"src/live/cart.live.tsx:3:9 <form> cannot be inside <form>: browsers drop the inner one. End the <form> before the <form>."`,
  );
});

test('a ref on the server', async () => {
  expect(await saidOfView('<p ref={x}>x</p>')).toMatchInlineSnapshot(
    `"src/live/cart.live.tsx:3:6 \`ref\` is not an attribute that an element takes here. The server has no element to refer to; put code that needs one into an island."`,
  );
});

test('HTML by a property', async () => {
  expect(await saidOfView('<p dangerouslySetInnerHTML={{ __html: x }} />')).toMatchInlineSnapshot(
    `"src/live/cart.live.tsx:3:6 \`dangerouslySetInnerHTML\` is not an attribute that an element takes here. Write \`{unsafeHtml(markup)}\` between the tags, for markup that you trust."`,
  );
});

test('markup that does not end', async () => {
  expect(await saidOfView('<p>x')).toMatchInlineSnapshot(
    `"src/live/cart.live.tsx:3:6 Unexpected token. Correct the syntax here."`,
  );
});

test('an event that the view does not have, on a component', async () => {
  expect(await saidOfView('<Button lv-click="ad">x</Button>')).toMatchInlineSnapshot(
    `"src/live/cart.live.tsx:3:11 The live view has no event \`ad\`. Did you mean \`add\`? Its events are add, drop."`,
  );
});

test('the same attribute twice', async () => {
  expect(await saidOfView('<p id="a" id="b">x</p>')).toMatchInlineSnapshot(
    `"src/live/cart.live.tsx:3:13 \`id\` is given twice. Remove one of the two."`,
  );
});

test('two pieces of markup side by side', async () => {
  expect(await saidOfView('<p>a</p><p>b</p>')).toMatchInlineSnapshot(
    `"src/live/cart.live.tsx:3:11 Adjacent JSX elements must be wrapped in an enclosing tag. Did you want a JSX fragment \`<>...</>\`?"`,
  );
});

test('a hydration that does not exist', async () => {
  expect(
    await saidOfCode(
      `import Chart from './chart.island.tsx';\nexport default () => <Chart client:laod />;`,
      'src/pages/index.tsx',
    ),
  ).toMatchInlineSnapshot(
    `"src/pages/index.tsx:2:29 There is no directive \`client:laod\`. Islands take client:load, client:visible, client:idle, client:interaction, client:media, client:only, client:none, and client:priority; a strategy of your own is a file, src/strategies/laod.ts."`,
  );
});

test('a strategy on an element', async () => {
  expect(
    await saidOfCode('export default () => <p client:load>x</p>;', 'src/pages/index.tsx'),
  ).toMatchInlineSnapshot(
    `"src/pages/index.tsx:1:25 \`client:load\` is on something that is not an island; only islands take it. Remove it: everything else is rendered only on the server."`,
  );
});

test('rows without a key', async () => {
  expect(
    await warnedOfView('<ul>{state.items.map((item) => <li>{item}</li>)}</ul>'),
  ).toMatchInlineSnapshot(
    `"src/live/cart.live.tsx:3:34 The rows of this list have no \`key\`: where one is added or removed, those after it are taken for others, with their fields and islands. Write key={item.id} on the outermost tag of the row; <Fragment key={…}> in place of <>, and key={index} if rows only change at the end."`,
  );
});

test('rows without a key, behind a condition, in a fragment', async () => {
  expect(
    await warnedOfView(
      '<ul>{state.items.flatMap((item) => { if (item) return <><li>x</li></>; return null; })}</ul>',
    ),
  ).toMatchInlineSnapshot(
    `"src/live/cart.live.tsx:3:57 The rows of this list have no \`key\`: where one is added or removed, those after it are taken for others, with their fields and islands. Write key={item.id} on the outermost tag of the row; <Fragment key={…}> in place of <>, and key={index} if rows only change at the end."`,
  );
});

test.each([
  ['keys', '<ul>{state.items.map((item) => <li key={item.id}>x</li>)}</ul>'],
  ['a list that is written out', "<ul>{['a', 'b'].map((item) => <li>{item}</li>)}</ul>"],
  ['texts', '<ul>{state.items.map((item) => item.name)}</ul>'],
])('no warning of %s', async (_, markup) => {
  expect(await warnedOfView(markup)).toBe('nothing');
});

test('a binding on a page', async () => {
  expect(
    await warnedOfCode(
      'export default () => <button lv-click="add">x</button>;',
      'src/pages/index.tsx',
    ),
  ).toMatchInlineSnapshot(
    `"src/pages/index.tsx:1:30 \`lv-click\` is outside of a region: no live view is around it, so nothing happens. Move this markup into a live view, a *.live.tsx file, or into an island if it needs no server."`,
  );
});

test('a hook on a page', async () => {
  expect(
    await said(() =>
      warnedOfCode(
        "import { useState } from 'preact/hooks';\nexport default () => { const [n] = useState(0); return <p>{n}</p>; };",
        'src/pages/index.tsx',
      ),
    ),
  ).toMatchInlineSnapshot(
    `"src/pages/index.tsx:2:36 \`useState\` is a hook of preact, and a page is rendered by Skerry, on the server. Put what needs it into an island, such as src/islands/counter.island.tsx."`,
  );
});

test('a hook in a live view', async () => {
  expect(
    await saidOfCode(
      "import { useEffect as effect } from 'react';\nimport { defineLive } from '@skerry/kit';\nexport default defineLive({ mount: () => ({}) }, () => { effect(() => {}); return <p>x</p>; });",
    ),
  ).toMatchInlineSnapshot(
    `"src/live/cart.live.tsx:3:58 \`effect\` is a hook of react, and a live view is rendered by Skerry, on the server. Put what needs it into an island, such as src/islands/counter.react.tsx; a live view keeps its own data in its state."`,
  );
});

test('a component of Preact without the first line', async () => {
  expect(
    await saidOfCode(
      "import { useState } from 'preact/hooks';\nexport function Counter() {\n  const [n] = useState(0);\n  return <p>{n}</p>;\n}",
      'src/components/counter.tsx',
    ),
  ).toMatchInlineSnapshot(
    `"src/components/counter.tsx:3:15 \`useState\` is a hook of preact, and the JSX of this file is Skerry's. If pages show its component, rename it to counter.island.tsx; if islands do, begin it with /** @jsxImportSource preact */."`,
  );
});

test('a hook of islands in a file of its own is none', async () => {
  expect(
    await saidOfCode(
      "import { useState } from 'preact/hooks';\nexport const useOpen = () => useState(false);",
      'src/components/use-open.tsx',
    ),
  ).toBe('nothing');
});
