import { check, readWhile, type StreamEngine } from './engine.js';
import { element, HeldPart, late, referenceHtml, type StreamPart } from './parts.js';
import type { Difference, Showing, StreamStage } from './stage.js';

/** A document as it was sent, and what it shows in the end. */
export interface Recording {
  readonly html: string;
  readonly expected: string;
}

/** What any document has to stand, by name. */
export const documentCases: Readonly<
  Record<string, (recording: Recording, stage: StreamStage) => Promise<void>>
> = {
  async 'content is whole wherever its document is cut'(recording, stage) {
    const isLarge = recording.html.length > 4_000;
    const cuts = cutsIn(recording.html, isLarge ? carrier : undefined);
    for (let from = 0; from < cuts.length; from += 100) {
      const some = cuts.slice(from, from + 100).map((cut) => ({ cut }));
      await shows(stage, recording, some);
    }
  },

  async 'content is whole after a pause at twelve places of its carrier'(recording, stage) {
    const cuts = cutsIn(recording.html, carrier);
    if (cuts.length === 0) return;
    const chosen = Array.from({ length: 12 }, (_, i) => cuts[Math.floor((i * cuts.length) / 12)]!);
    const held = chosen.map((cut) => ({ cut, isHeld: true }));
    // A browser opens six connections to a server.
    for (const some of [held.slice(0, 6), held.slice(6)]) await shows(stage, recording, some);
  },

  async 'content is shown in a page that nobody looks at'(recording, stage) {
    const html = recording.html.replace('<head>', `<head>${hidden}`);
    await shows(stage, { ...recording, html }, [{}]);
  },

  'content is whole although it is read before any script has run': (recording, stage) =>
    shows(stage, recording, [{}]),
};

/** The promises of a stream that a browser shows, by name. */
export const browserCases: Readonly<
  Record<string, (engine: StreamEngine, stage: StreamStage) => Promise<void>>
> = {
  ...Object.fromEntries(
    Object.entries(documentCases).map(([name, run]) => [
      name,
      async (engine: StreamEngine, stage: StreamStage) =>
        run(await record(engine, everyPlace()), stage),
    ]),
  ),

  async 'content of drawings and formulas is theirs, although its carrier is cut'(engine, stage) {
    const recording = await record(engine, drawings());
    const cuts = cutsIn(recording.html, carrier).filter((_, i) => i % 8 === 0);
    await shows(
      stage,
      recording,
      cuts.map((cut) => ({ cut })),
    );
  },

  async 'a script that does not load leaves the page with its fallbacks'(engine, stage) {
    const { html } = await record(engine, (held) => [element('p', 'page'), late(held('here'))]);
    const paths = Object.keys(engine.scripts ?? {});
    const lost = paths.reduce((text, path) => text.replaceAll(path, '/missing.js'), html);
    const expected = `<main><p>page</p>${lost !== html ? '<i>wait</i>' : 'here'}</main>`;
    await shows(stage, { html: lost, expected }, [{}]);
  },

  async 'text that looks like the end of a document or a comment is text'(engine, stage) {
    const text = '"></p></body></html><!-- </template><?end>--> </script><script>';
    const quoted = { tag: 'p', attributes: { title: text }, children: text };
    await shows(stage, await record(engine, (held) => late(held(quoted))), [{}]);
  },

  async 'an element that is left open in a boundary ends with it'(engine, stage) {
    const page: Page = (held) => [
      late(held({ tag: 'div', html: '<b>bold <i>both' })),
      element('p', 'plain'),
    ];
    const expected = '<main><div><b>bold <i>both</i></b></div><p>plain</p></main>';
    await shows(stage, { ...(await record(engine, page)), expected }, [{}]);
  },

  async 'a boundary may have several roots'(engine, stage) {
    const page: Page = (held) => late(held(['a', element('b', 'b'), 'c', element('p', 'd')]));
    await shows(stage, await record(engine, page), [{}]);
  },

  async 'equal boundaries keep apart'(engine, stage) {
    const same = element('p', 'same');
    const page: Page = (held) => [late(held([same, late(held(same))])), late(held(same))];
    await shows(stage, await record(engine, page), [{}]);
  },

  async 'boundaries fifty deep come in their parents'(engine, stage) {
    const nested = (held: Hold, depth: number): StreamPart =>
      depth === 0 ? 'deep' : late(held(() => element('div', nested(held, depth - 1))));
    await shows(stage, await record(engine, (held) => nested(held, 50)), [{}]);
  },

  async 'markup of a visitor can take or pose as no boundary'(engine, stage) {
    const html = visitorsMarkup;
    const page: Page = (held) => [{ tag: 'div', html }, late(held(element('p', 'here')))];
    const recording = await record(engine, page);
    const expected = `<main><div>${html}</div><p>here</p></main>`;
    await shows(stage, { ...recording, expected }, [{}]);
  },
};

/** What a visitor would write who knows the marks of the engines. */
const visitorsMarkup =
  '<template id="B:0"></template><p id="P:0">mine</p>' +
  '<template for="1">mine</template><preact-island></preact-island>';

/** Makes content that comes in its turn. */
type Hold = (content: StreamPart | (() => StreamPart)) => Promise<StreamPart>;
/** A page, with what is late in it. */
type Page = (held: Hold) => StreamPart;

/** A page whose late parts are in every kind of place. */
const everyPlace = (): Page => (held) => [
  element('table', element('tbody', late(held([row('1'), row('2')]), row('wait')))),
  element('ul', late(held(element('li', 'here')), element('li', 'wait'))),
  element('select', late(held(element('option', 'here')), element('option', 'wait'))),
  element('section', late(held([element('p', 'é 🚢'), late(held(element('b', 'inner')))]))),
];

const shape = element('path');

/** A drawing and a formula that are drawn in parts. The name of a gradient tells whether it was read as SVG. */
const drawings = (): Page => (held) => [
  element('svg', [
    element('text', late(held(element('tspan', 'here')), element('tspan', 'wait'))),
    late(
      held(() => [element('linearGradient'), late(held(element('g', 'inner')), shape)]),
      shape,
    ),
  ]),
  element('math', late(held(element('mi', 'x')), element('mi', 'wait'))),
];

const row = (text: string): StreamPart => element('tr', element('td', text));

/** Records the document of a page whose late parts come one by one. */
async function record(engine: StreamEngine, page: Page): Promise<Recording> {
  const steps: (() => void)[] = [];
  const made = element(
    'main',
    page((content) => {
      const part = new HeldPart();
      steps.push(() => part.resolve(typeof content === 'function' ? content() : content));
      return part.promise;
    }),
  );
  // Content that comes may add steps.
  const html = await readWhile(await engine.open(made), steps);
  return { html, expected: await referenceHtml(made) };
}

/** Shows a document in several ways. @throws StreamFault */
async function shows(
  stage: StreamStage,
  { html, expected }: Recording,
  ways: readonly Omit<Showing, 'html'>[],
): Promise<void> {
  const shown = await stage.show(
    ways.map((way) => ({ ...way, html })),
    expected,
  );
  const wrong = shown.findIndex((each) => each !== undefined);
  check(wrong === -1, () => {
    const way = JSON.stringify(ways[wrong]);
    return `${html}, shown with ${way}, ${described(shown[wrong]!)}`;
  });
}

/** Says where two texts part. */
function described({ shown, wanted }: Difference): string {
  let from = 0;
  while (shown[from] === wanted[from] && from < wanted.length) from++;
  const near = (text: string) => JSON.stringify(text.slice(Math.max(0, from - 40), from + 80));
  return `is ${near(shown)} where ${near(wanted)} is expected`;
}

/** The marks of the engines: comments, processing instructions, and elements that carry content. */
const carrier = /<\?[^>]*>|<!--.*?-->|<\/?(?:template|script)[^>]*>\n?|<div hidden[^>]*>/g;

/** The bytes at which the body of a document can be cut, or those in what matches there, with one on each side. */
function cutsIn(html: string, within?: RegExp): number[] {
  const start = Math.max(html.indexOf('<body'), html.indexOf('<main'));
  const body = html.slice(start);
  const parts = within ? [...body.matchAll(within)] : [{ 0: body, index: 0 }];
  const cuts = parts.flatMap(({ 0: text, index }) => {
    const begin = Buffer.byteLength(html.slice(0, start + index));
    return Array.from({ length: Buffer.byteLength(text) + 1 }, (_, i) => begin + i);
  });
  return [...new Set(cuts)];
}

/** Makes a page behave as one that nobody looks at: nothing waits for it to be drawn. */
const hidden =
  "<script>Object.defineProperty(document, 'visibilityState', { value: 'hidden' });" +
  "Object.defineProperty(document, 'hidden', { value: true });" +
  'window.requestAnimationFrame = () => 0;</script>';
