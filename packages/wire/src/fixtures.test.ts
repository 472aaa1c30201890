import { describe, expect, test } from 'vitest';
import diffs from '../fixtures/diffs.json' with { type: 'json' };
import frames from '../fixtures/frames.json' with { type: 'json' };
import islands from '../fixtures/islands.json' with { type: 'json' };
import { codecOf } from './codecs.js';
import {
  type Attributes,
  type Child,
  isElement,
  isInstance,
  isIslandPart,
  type Island,
  type Tree,
  type Update,
} from './grammar.js';
import { wireLimits } from './limits.js';
import { merge } from './merge.js';
import type { ClientMessage, ServerMessage } from './message.js';
import { readServerFrame, writeClientFrame } from './skerry-1.js';

/** A frame as it is on the wire, and the message that it carries. */
type FrameFixture = { name: string; version: string; frame: string } & (
  | { from: 'client'; message: ClientMessage }
  | { from: 'server'; message: ServerMessage }
);

/**
 * A region before and after an update: as trees, and as the inner HTML that fresh renders of them give. Markup of an
 * island that the update does not bring is as it was, in both.
 */
interface DiffFixture {
  name: string;
  /** The markup of every template, by number; what `diff` brings is the same. */
  templates: Record<string, string>;
  before: Tree;
  html: string;
  diff: Update;
  tree: Tree;
  after: string;
  /** Trees of the regions inside, by id: a tree only refers to them. */
  regions?: Record<string, Tree>;
  /** Islands whose markup the receiver has asked for, by what their hosts say as `at`. */
  asked?: string[];
}

const frameFixtures = frames as unknown as FrameFixture[];

describe.each(frameFixtures)('$version, $from: $name', (fixture) => {
  const { version, frame } = fixture;
  const codec = codecOf(version)!;

  if (fixture.from === 'client') {
    test('is read by the server', () => {
      expect(codec.decode(frame, wireLimits)).toStrictEqual(fixture.message);
    });
    if (version === 'skerry-1')
      test('is written by the browser', () => {
        expect(writeClientFrame(fixture.message)).toBe(frame);
      });
  } else {
    test('is written by the server', () => {
      expect(codec.encode(fixture.message)).toBe(frame);
    });
    if (version === 'skerry-1')
      test('is read by the browser', () => {
        expect(readServerFrame(frame)).toStrictEqual(fixture.message);
      });
  }
});

test('every kind of message has a frame in every version', () => {
  const all = ['join', 'event', 'leave', 'heartbeat', 'ok', 'refused', 'diff', 'crash', 'close'];
  for (const version of ['skerry-1', '2.0.0', '1.0.0']) {
    const fixtures = frameFixtures.filter((fixture) => fixture.version === version);
    expect(new Set(fixtures.map(({ message }) => message.kind))).toEqual(new Set(all));
  }
});

describe.each([...diffs, ...islands] as unknown as DiffFixture[])('$name', (fixture) => {
  test('merges to the next tree', () => {
    expect(merge(fixture.before, fixture.diff)).toStrictEqual(fixture.tree);
  });
  test('has the HTML of its trees', () => {
    expect(renderChild(fixture.before, fixture)).toBe(fixture.html);
    expect(renderChild(fixture.tree, fixture)).toBe(fixture.after);
  });
  test('brings its templates as they are', () => {
    const brings = (value: unknown): void => {
      if (typeof value !== 'object' || value === null) return;
      if ('s' in value && Array.isArray(value.s))
        expect(fixture.templates[value.s[0] as number]).toBe(value.s[1]);
      // Props are data, whatever they look like.
      if ('i' in value) brings({ ...(value.i as object), p: undefined });
      else Object.values(value).forEach(brings);
    };
    brings(fixture.diff);
  });
});

// A fresh render by the rules of docs/wire.md, from the markup of the templates.
function renderChild(child: Child, fixture: DiffFixture): string {
  const inside = (region: string) => renderChild(fixture.regions![region]!, fixture);
  if (typeof child === 'string') return escape(child);
  if ('r' in child) return child.r.map(([key, row]) => renderRow(key, row, fixture)).join('');
  if ('h' in child) return child.h;
  if ('v' in child)
    return `<skerry-live id="lv-${child.v}" data-token="${child.k}">${inside(child.v)}</skerry-live>`;
  if (isIslandPart(child)) return renderIsland(child as Island, fixture);
  const markup = fixture.templates[child.s as number]!;
  // From the last place to the first, so that the first match is this template's own and not a nested one's.
  return (child.d ?? []).reduceRight<string>((html, value, place) => {
    const [attributes, content] = isElement(value) ? [value.a, value.x ?? ''] : [{}, value];
    const inner = renderChild(content, fixture);
    const isText = typeof content === 'string';
    const structure = `<!--[${place}-->${inner}<!--]-->`;
    const element = ` data-s="${place}"`;
    return markup.includes(element)
      ? html.replace(
          `${element}>`,
          () => `${element}${renderAttributes(attributes)}>${isText ? inner : structure}`,
        )
      : html.replace(`<!--[${place}--><!--]-->`, () =>
          isText ? `<!--${place}-->${inner}<!---->` : structure,
        );
  }, markup);
}

function renderIsland({ i: { a, p, h, x } }: Island, fixture: DiffFixture): string {
  const props = p && { props: typeof p === 'string' ? p : JSON.stringify(p) };
  let [holder, markup] = ['', h];
  for (const [name, inner] of Object.entries(x ?? {})) {
    const empty = `<skerry-slot name="${name}"></skerry-slot>`;
    const full = empty.replace('><', () => `>${renderChild(inner, fixture)}<`);
    if (!h.includes(empty)) holder += full;
    markup = markup.replace(empty, () => full);
  }
  if (holder) holder = `<skerry-holder hidden="">${holder}</skerry-holder>`;
  const attributes = renderAttributes({ ...a, ...props });
  return `${holder}<skerry-island${attributes}>${markup}<skerry-end></skerry-end></skerry-island>`;
}

function renderRow(key: string, row: Child, fixture: DiffFixture): string {
  const html = renderChild(row, fixture);
  const root = /^<(\w+)[^]*<\/\1>$/;
  return typeof row === 'object' && isInstance(row) && root.test(html)
    ? html.replace(/^<\w+/, (tag) => `${tag} data-k="${escapeAttribute(key)}"`)
    : `<!--k:${encodeURIComponent(key).replace(/[-!*'()]/g, percent)}-->${html}`;
}

const renderAttributes = (attributes: Attributes): string =>
  Object.entries(attributes)
    .map(([name, value]) => ` ${name}="${escapeAttribute(value!)}"`)
    .join('');

const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const escapeAttribute = (text: string): string => escape(text).replaceAll('"', '&quot;');

const percent = (character: string): string =>
  `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
