import { expect, test } from 'vitest';

import { saidOfCode, saidOfView } from './said.js';

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
    `"src/pages/index.tsx:2:29 There is no directive \`client:laod\`. Islands take client:load, client:visible, client:idle, client:interaction, client:none, and client:priority; a strategy of your own is a file, src/strategies/laod.ts."`,
  );
});

test('a strategy on an element', async () => {
  expect(
    await saidOfCode('export default () => <p client:load>x</p>;', 'src/pages/index.tsx'),
  ).toMatchInlineSnapshot(
    `"src/pages/index.tsx:1:25 \`client:load\` is on something that is not an island; only islands take it. Remove it: everything else is rendered only on the server."`,
  );
});
