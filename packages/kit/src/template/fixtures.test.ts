import {
  type Child as TreeChild,
  isElement,
  isInstance,
  merge,
  type PlaceValue,
  type Tree,
  type Update,
} from '@skerry/wire';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

import { diff, wholeTree } from './diff.js';
import { renderHtml } from './html.js';
import { LiveElement } from './live-element.js';
import { unsafeHtml } from './raw.js';
import {
  attributes,
  child,
  key,
  Keyed,
  only,
  render,
  Rendered,
  type Slot,
  Template,
} from './template.js';

interface Fixture {
  name: string;
  templates: Record<string, string>;
  before: Tree;
  html: string;
  diff: Update;
  tree: Tree;
  after: string;
  regions?: Record<string, Tree>;
}

const file = new URL('../../../wire/fixtures/diffs.json', import.meta.url);
const fixtures = JSON.parse(readFileSync(file, 'utf8')) as Fixture[];

/** Diffs that a receiver has to understand, and that ours says otherwise. */
const said: Record<string, unknown> = {
  'a row moved forward and one moved to the end': {
    0: {
      l: [
        ['>', 'd', 'b'],
        ['>', 'c', 'a'],
      ],
    },
  },
  'a list in place of another': {
    0: {
      l: [
        ['-', 'a'],
        ['+', null, ['x', { s: [2, '<li data-s="0"></li>'], d: ['X'] }]],
      ],
    },
  },
  'the whole tree, with a title': {
    s: [4, '<h1 data-s="0"></h1><!--[1--><!--]-->'],
    d: [
      { a: { class: 'big' }, x: 'New' },
      {
        r: [
          ['a', { s: [6, '<li data-s="0"></li>'], d: ['1'] }],
          ['b', { s: 6, d: ['2'] }],
        ],
      },
    ],
  },
};

describe.each(fixtures)('$name', (fixture) => {
  const views = new Views(fixture);
  const before = views.of(fixture.before);
  const after = views.of(fixture.tree);

  test('is rendered as the wire says', () => {
    expect(renderHtml(before, views.html)).toBe(fixture.html);
    expect(renderHtml(after, views.html)).toBe(fixture.after);
    expect(wholeTree(before, views.tree())).toEqual(withoutNothing(fixture.before));
  });

  test('is told as the wire says', () => {
    const numbersOnly = diff(before, after, views.tree())!;
    expect(merge(fixture.before, numbersOnly)).toStrictEqual(fixture.tree);
    const change = diff(before, after, views.tree('with markup'))!;
    expect(change).toEqual(said[fixture.name] ?? fixture.diff);
  });
});

/** Templates made from the markup of a fixture, and views made from its trees. */
class Views {
  readonly #templates = new Map<number, Template>();

  constructor(readonly fixture: Fixture) {
    for (const [number, markup] of Object.entries(fixture.templates))
      this.#templates.set(Number(number), this.#parse(Number(number), markup));
  }

  readonly html = {
    async: false,
    region: (element: LiveElement) => {
      const { id, token } = element.props as { id: string; token: string };
      const inside = renderHtml(this.of(this.fixture.regions![id]!), this.html) as string;
      return `<skerry-live id="lv-${id}" data-token="${token}">${inside}</skerry-live>`;
    },
  };

  /** What a connection that knows no template yet asks for, or one that knows them all. */
  tree(markup?: 'with markup') {
    const known = new Set<number>();
    const ref = (template: Template) => {
      const number = [...this.#templates].find(([, one]) => one === template)![0];
      if (!markup || known.has(number)) return number;
      known.add(number);
      return [number, template.markup] as [number, string];
    };
    return {
      template: ref,
      region: ({ props }: LiveElement) => {
        const { id, token } = props as { id: string; token: string };
        const inside = this.fixture.regions?.[id];
        const whole =
          inside && wholeTree(this.of(inside), { template: ref, region: () => undefined });
        return { v: id, k: token, ...(markup && whole && { c: whole }) };
      },
    };
  }

  of(tree: Tree, key?: string): Rendered {
    const template = this.#templates.get(tree.s)!;
    return render(
      template,
      template.slots.map(({ kind, place }) => {
        const value = tree.d[place];
        if (kind === 'key') return key;
        if (kind === 'attributes') return isElement(value!) ? value.a : {};
        return this.#child((isElement(value!) ? value.x : value)!);
      }),
    );
  }

  #child(value: TreeChild): unknown {
    if (typeof value === 'string') return value;
    if (isInstance(value)) return this.of(value as Tree);
    if ('h' in value) return unsafeHtml(value.h);
    if ('v' in value) return new LiveElement({}, { id: value.v, token: value.k });
    return value.r.map(([key, row]) => {
      const made =
        typeof row === 'object' && isInstance(row) ? this.of(row as Tree, key) : undefined;
      return made?.template.keyed ? made : new Keyed(key, made ?? this.#child(row));
    });
  }

  #parse(number: number, markup: string): Template {
    const values = valuesOf(this.fixture, number);
    const slots: Slot[] = [];
    const statics: string[] = [''];
    const write = (text: string) => (statics[statics.length - 1] += text);
    const hole = (slot: Slot) => {
      slots.push(slot);
      statics.push('');
    };
    let from = 0;
    if (/^<(\w+)[^]*<\/\1>$/.test(markup)) {
      from = /^<\w+/.exec(markup)![0].length;
      write(markup.slice(0, from));
      hole(key());
    }
    for (const found of markup.matchAll(/ data-s="(\d+)"([^>]*>)|<!--\[(\d+)--><!--\]-->/g)) {
      const place = Number(found[1] ?? found[3]);
      write(markup.slice(from, found.index));
      from = found.index + found[0].length;
      if (found[3]) {
        hole(child(place));
        continue;
      }
      write(` data-s="${place}"`);
      if (values(place).some((value) => isElement(value))) hole(attributes(place));
      write(found[2]!);
      if (values(place).some((value) => !isElement(value) || value.x !== undefined))
        hole(only(place));
    }
    write(markup.slice(from));
    return new Template(statics, slots);
  }
}

/** What the trees of a fixture hold in the places of a template. */
function valuesOf({ before, tree, regions }: Fixture, number: number) {
  const all: PlaceValue[][] = [];
  JSON.stringify([before, tree, regions], (_, value: Tree | undefined) => {
    if (value?.s === number) all.push(value.d);
    return value;
  });
  return (place: number) =>
    all.map((values) => values[place]!).filter((value) => value !== undefined);
}

/** The same tree as it is sent: without an empty list of values. */
const withoutNothing = (tree: Tree): unknown =>
  JSON.parse(JSON.stringify(tree), (name, value: unknown) =>
    name === 'd' && (value as unknown[]).length === 0 ? undefined : value,
  );
