import {
  type Child as TreeChild,
  isElement,
  isInstance,
  isIslandPart,
  type Island,
  merge,
  type PlaceValue,
  type Tree,
  type Update,
} from '@skerry/wire';
import { decodeProps, defineIsland, patchProps, type Renderer } from '@skerry/islands/server';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

import { diff, wholeTree } from './diff.js';
import { renderHtml } from './html-writer.js';
import { changeAt } from './at-path.js';
import { IslandElement } from './island/island-element.js';
import { LiveElement } from './live.js';
import { renderIsland, unheard } from './island/island-html.js';
import { unsafeHtml } from './raw.js';
import type { Part } from './part.js';
import { attributes, child, key, Keyed, only, render, Rendered, Template } from './template.js';

interface Fixture {
  name: string;
  templates: Record<string, string>;
  before: Tree;
  html: string;
  diff: Update;
  tree: Tree;
  after: string;
  regions?: Record<string, Tree>;
  /** Islands whose markup the receiver has asked for, by what their hosts say as `at`. */
  asked?: string[];
}

const folder = new URL('../../../wire/fixtures/', import.meta.url);
const fixtures = ['diffs.json', 'islands.json'].flatMap(
  (file) => JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Fixture[],
);

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

said['the last slot emptied, and then one filled'] = {
  0: { i: { x: { title: null, children: { s: [2, '<p data-s="0"></p>'], d: ['one'] } } } },
};

describe.each(fixtures)('$name', (fixture) => {
  const views = new Views(fixture);
  const before = views.of(fixture.before);
  const after = views.of(fixture.tree);

  test('is rendered as the wire says', () => {
    expect(renderHtml(before, views.html)).toBe(withoutEmptySlots(fixture.html));
    expect(renderHtml(after, views.html)).toBe(withoutEmptySlots(fixture.after));
    const whole = JSON.stringify(wholeTree(before, views.tree()));
    expect(withoutNothing(whole)).toEqual(withoutNothing(JSON.stringify(fixture.before)));
  });

  test('is written as the wire defines it', () => {
    const [request] = fixture.name.startsWith('markup alone') ? (fixture.asked ?? []) : [];
    if (request !== undefined) {
      const change = changeAt(after, request, ({ value }) =>
        views.markupOf(value as IslandElement, request),
      );
      return expect(change).toEqual(fixture.diff);
    }
    const numbersOnly = diff(before, after, views.tree())!;
    expect(merge(fixture.before, numbersOnly, patchProps)).toStrictEqual(fixture.tree);
    const change = diff(before, after, views.tree('with markup'))!;
    expect(withoutData(change)).toEqual(withoutData(said[fixture.name] ?? fixture.diff));
  });
});

/** Renders the markup that a fixture has; there is none where the component throws. */
const renderer: Renderer = {
  render(component, _, slots) {
    if (component === undefined) throw new Error('on purpose');
    return (component as string).replace(
      /(<skerry-slot name="(.*?)">)(<\/skerry-slot>)/g,
      (_whole, start: string, name: string, end: string) =>
        slots.has(name) ? start + slots.get(name) + end : '',
    );
  },
};

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

  /** The requests of a connection that knows no template yet, or of one that knows them all. */
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
      region: ({ props }: LiveElement, _path: string, former?: LiveElement) => {
        const { id, token } = props as { id: string; token: string };
        if (former?.props['id'] === id) return undefined;
        const inside = this.fixture.regions?.[id];
        const whole =
          inside && wholeTree(this.of(inside), { template: ref, region: () => undefined });
        return { v: id, k: token, ...(markup && whole && { c: whole }) };
      },
      islands: {
        ...unheard(''),
        wants: (path: string) => this.fixture.asked?.includes(path) ?? false,
      },
    };
  }

  markupOf(element: IslandElement, path: string) {
    return { i: { h: renderIsland(element, path, undefined)!.html } };
  }

  of(tree: Tree, key?: string): Rendered {
    const template = this.#templates.get(tree.s)!;
    return render(
      template,
      template.parts.map(({ kind, place }) => {
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
    if (isIslandPart(value)) return this.#island(value as Island);
    return value.r.map(([key, row]) => {
      const made =
        typeof row === 'object' && isInstance(row) ? this.of(row as Tree, key) : undefined;
      return made?.template.keyed ? made : new Keyed(key, made ?? this.#child(row));
    });
  }

  #island({ i: { a, p = {}, h, x = {} } }: Island): IslandElement {
    const { at: _at, failed, ...attributes } = a;
    const component = failed === undefined ? h : undefined;
    const definition = defineIsland({ name: a['name']!, renderer });
    definition.component = component;
    const slots = Object.entries(x).map(([name, tree]) => [name, this.of(tree as Tree)] as const);
    // An island that never hydrates has no props on the wire; here its markup depends on one.
    const props = a['on'] === 'none' ? { h } : decodeProps(p);
    return new IslandElement(definition, attributes, props, new Map(slots));
  }

  #parse(number: number, markup: string): Template {
    const values = valuesOf(this.fixture, number);
    const parts: Part[] = [];
    const statics: string[] = [''];
    const write = (text: string) => (statics[statics.length - 1] += text);
    const hole = (part: Part) => {
      parts.push(part);
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
    return new Template(statics, parts);
  }
}

/** The values in the places of a template, in the trees of a fixture. */
function valuesOf({ before, tree, regions }: Fixture, number: number) {
  const all: PlaceValue[][] = [];
  JSON.stringify([before, tree, regions], (_, value: Tree | undefined) => {
    if (value?.s === number) all.push(value.d);
    return value;
  });
  return (place: number) =>
    all.map((values) => values[place]!).filter((value) => value !== undefined);
}

/** Without what changes the props of islands: one change may be told in several ways. */
const withoutData = (change: unknown): unknown =>
  JSON.parse(JSON.stringify(change), (name, value: { p?: unknown }) =>
    name === 'i' && value.p !== undefined ? { ...value, p: 'a patch' } : value,
  );

/** The same tree as it is sent: without an empty list of values. */
const withoutNothing = (tree: string): unknown =>
  JSON.parse(tree, (name, value: unknown) => {
    if (name === 'h') return withoutEmptySlots(value as string);
    return name === 'd' && (value as unknown[]).length === 0 ? undefined : value;
  });

/** Markup without its empty slots: a receiver has kept them, and a renderer would not write them. */
const withoutEmptySlots = (html: string): string =>
  html.replace(/<skerry-slot name="\w+"><\/skerry-slot>/g, '');
