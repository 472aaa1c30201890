import { type HTMLElement, NodeType } from 'node-html-parser';
import { expect, test } from 'vitest';

import { canonicalDom } from './canonical-dom.js';
import { parsePage } from './dom.js';

type DomNode = Parameters<typeof canonicalDom>[0];

/** A parsed page, as a browser would show it to the function. */
const toDom = (node: HTMLElement): DomNode => ({
  nodeType: node.nodeType === NodeType.COMMENT_NODE ? 8 : node.nodeType,
  nodeName: node.tagName ?? '',
  nodeValue: node.nodeType === NodeType.TEXT_NODE ? node.text : null,
  childNodes: (node.childNodes as HTMLElement[]).map(toDom),
  attributes: Object.entries(node.attributes ?? {}).map(([name, value]) => ({ name, value })),
});
const canonical = (html: string): string => canonicalDom(toDom(parsePage(html)));
const host = (inner: string, more = '') =>
  `<skerry-island name="a" on="load" at="0"${more}>${inner}</skerry-island>`;

test('an island is its host, its own markup, and the content of its slots', () => {
  const html = host(
    '<div><skerry-slot name="head"><h2 data-s="0">Hi</h2></skerry-slot>!</div><skerry-end></skerry-end>',
    ' props="{}" failed=""',
  );
  expect(canonical(`<p>${html}</p>`)).toBe(
    [
      '<p>',
      '  <skerry-island at="0" name="a" on="load">',
      '    <div>',
      '      <skerry-slot name="head">',
      '      "!"',
      '    in <skerry-slot name="head">',
      '      <h2>',
      '        "Hi"',
      '',
    ].join('\n'),
  );
});

test('an island that has hydrated is equal to one that was rendered', () => {
  const fresh = host('<b>1</b><skerry-end></skerry-end>', ' props="{&quot;n&quot;:1}"');
  const alive = host('<b>1</b>', ' props="{}"');
  expect(canonical(alive)).toBe(canonical(fresh));
  expect(canonical(host('<b>2</b>'))).not.toBe(canonical(fresh));
});

test('content in the holder is written like content in the slots', () => {
  const waiting = (inner: string) =>
    `<skerry-holder hidden=""><skerry-slot name="children">${inner}</skerry-slot></skerry-holder>`;
  const closed = waiting('<i>x</i>') + host('<b></b>');
  expect(canonical(closed)).toContain('in <skerry-slot name="children">\n    <i>\n');
  expect(canonical(closed)).not.toBe(canonical(waiting('<i>y</i>') + host('<b></b>')));
  // A holder is left behind where its island took the slot.
  expect(canonical('<skerry-holder hidden=""></skerry-holder>' + host('<b></b>'))).toBe(
    canonical(host('<b></b>')),
  );
  // It belongs to the island behind it, and to no other.
  expect(canonical(closed + host('<u></u>'))).toBe(canonical(closed) + canonical(host('<u></u>')));
});

test('slots have an order of their own, and islands in them theirs', () => {
  const slot = (name: string, inner: string) =>
    `<skerry-slot name="${name}">${inner}</skerry-slot>`;
  const inner = host(`<em>${slot('children', 'deep')}</em>`);
  const shown = canonical(host(slot('b', inner) + slot('a', 'first')));
  expect(shown.replaceAll(/^ +/gm, '').split('\n').slice(3)).toEqual([
    'in <skerry-slot name="a">',
    '"first"',
    'in <skerry-slot name="b">',
    '<skerry-island at="0" name="a" on="load">',
    '<em>',
    '<skerry-slot name="children">',
    'in <skerry-slot name="children">',
    '"deep"',
    '',
  ]);
});

test('the signs of work under way count', () => {
  expect(canonical('<p aria-busy="true"></p>')).not.toBe(canonical('<p></p>'));
});

test.each([
  ['color:red', 'color: red;', true],
  ['COLOR : red ;; margin:0  1px', 'color: red; margin: 0 1px;', true],
  ['background:url(data:a;b)', 'background: url(data:a;b);', true],
  [`content: "a;b"`, `content: "a;b" ;`, true],
  ['--Size:1px', '--Size: 1px;', true],
  ['--Size:1px', '--size: 1px;', false],
  ['color:red', 'color: blue', false],
  ['color:red', '', false],
])('styles are compared without regard to their spelling: %s, %s', (a, b, isSame) => {
  const styled = (style: string) => canonical(`<p style='${style}'></p>`);
  expect(styled(a) === styled(b)).toBe(isSame);
});
