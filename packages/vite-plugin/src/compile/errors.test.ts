import { describe, expect, test } from 'vitest';

import { compile } from './index.js';
import { fault, thrown } from '../../test/fault.js';

const accepted = (code: string, file = 'view.tsx') => compile(code, file) !== null;

test('an error has the fields that Vite and Rollup show, and a next step', () => {
  const error = thrown(() =>
    compile(`const é = '😀';\nconst a = <p>\n  <div/></p>;`, '/app/view.tsx'),
  );
  const { name, message, hint, file, id, line, column, loc } = error;
  expect({ name, message, hint, file, id, line, column, loc }).toEqual({
    name: 'CompileError',
    message:
      '<div> cannot be inside <p>: browsers end the <p> before it. Make the <p> a <div>, or end it before the <div>.',
    hint: 'Make the <p> a <div>, or end it before the <div>.',
    file: '/app/view.tsx',
    id: '/app/view.tsx',
    line: 3,
    column: 2,
    loc: { file: '/app/view.tsx', line: 3, column: 2 },
  });
});

test('an error has no stack of the compiler, which builds would print', () => {
  const { stack } = thrown(() => compile(`<p class class/>`, '/app/view.tsx'));
  expect(stack).toBe('CompileError: `class` is given twice. Remove one of the two.');
});

test('syntax that cannot be read', () => {
  expect(fault(`const a = 1;\nconst b = <p class▸=></p>;`)).toBe(
    'Unexpected token. Correct the syntax here.',
  );
  expect(fault(`const b = <p>{▸a, b}</p>;`)).toMatch(/comma operator/);
});

describe('nesting', () => {
  test('of blocks in a paragraph', () => {
    fault(`<p>a <b>▸<ul/></b></p>`);
    expect(accepted(`<p><button><div/></button></p>`)).toBe(true);
    expect(accepted(`<p><svg><foreignObject><div/></foreignObject></svg></p>`)).toBe(true);
  });

  test('of elements that end an open element of their kind', () => {
    fault(`<a><b>▸<a/></b></a>`);
    fault(`<button>▸<button/></button>`);
    fault(`<h1>▸<h2/></h1>`);
    expect(fault(`<form><div>▸<form/></div></form>`)).toMatch(/browsers drop the inner one/);
    expect(fault(`<ul><li><div>▸<li/></div></li></ul>`)).toMatch(/a <ul> or <ol> of its own/);
    fault(`<dl><dt>▸<dd/></dt></dl>`);
    expect(accepted(`<ul><li><ul><li/></ul></li></ul>`)).toBe(true);
    expect(accepted(`<h1><span><h2/></span></h1>`)).toBe(true);
  });

  test('of elements that answer to the same click', () => {
    expect(fault(`<a>▸<button/></a>`)).toMatch(/both answer to the same click/);
    fault(`<button><span>▸<input/></span></button>`);
    fault(`<label>▸<label/></label>`);
    expect(accepted(`<label><input/></label>`)).toBe(true);
  });

  test('of the parts of a table', () => {
    expect(fault(`<div>▸<tr/></div>`)).toMatch(/Put it directly inside <tbody>/);
    expect(fault(`<table>▸<td/></table>`)).toMatch(
      /Directly inside <table>, use only <caption>, <colgroup>/,
    );
    expect(fault(`<tr>▸<p/></tr>`)).toMatch(/Put it into a cell/);
    fault(`<tbody>▸<td/></tbody>`);
    fault(`<table>▸<col/></table>`);
    fault(`<ul>▸<tbody/></ul>`);
    expect(accepted(`<table><tr><td><table/></td></tr></table>`)).toBe(true);
    expect(accepted(`<td>a</td>`)).toBe(true);
  });

  test('of the content of a <select>', () => {
    fault(`<select>▸<div/></select>`);
    fault(`<option>▸<b/></option>`);
    fault(`<select><optgroup>▸<optgroup/></optgroup></select>`);
    expect(accepted(`<select><optgroup><option>a</option></optgroup><hr/></select>`)).toBe(true);
  });

  test('of the page itself', () => {
    fault(`<div>▸<body/></div>`);
    fault(`<html>▸<main/></html>`);
    fault(`<head>▸<div/></head>`);
    fault(`<main>▸<html/></main>`);
    fault(`<template>▸<head/></template>`);
    expect(accepted(`<html><head><title>a</title></head><body/></html>`)).toBe(true);
  });

  test('of HTML in a drawing', () => {
    expect(fault(`<svg><g>▸<div/></g></svg>`)).toMatch(/<foreignObject>/);
    expect(accepted(`<svg><title>a</title><a><text>b</text></a></svg>`)).toBe(true);
  });

  test('through conditions, lists and fragments in place', () => {
    fault(`<p>{ok && ▸<div/>}</p>`);
    fault(`<p>{ok ? <b/> : <><i/>▸<div/></>}</p>`);
    fault(`<ul><li>{rows.map((row) => { return ▸<li/>; })}</li></ul>`);
    fault(`import { For } from '@skerry/kit'; <tr><For each={a}>{() => ▸<p/>}</For></tr>`);
    expect(accepted(`<p><Card><div/></Card>{card(<div/>)}</p>`)).toBe(true);
  });
});

describe('text between the parts of a table', () => {
  test('written as such', () => {
    expect(fault(`<tr>▸a<td/></tr>`)).toMatch(/Put it into a cell/);
    fault(`<table>\n  ▸a\n  <tbody/></table>`);
    fault(`<tbody>{▸'a'}</tbody>`);
    fault(`<head>▸a</head>`);
    expect(accepted(`<tr>{' '}<td/> <td/></tr>`)).toBe(true);
  });

  test('that an expression certainly is', () => {
    fault('<tr>{▸`a${b}`}</tr>');
    fault(`<tr>{▸a + ' b' + c}</tr>`);
    fault(`<tr>{▸String(a)}</tr>`);
    fault(`<tr>{a ? <td/> : ▸0}</tr>`);
    fault(`<table>{rows.map((r) => ▸'x')}</table>`);
    expect(accepted(`<tr>{a + b}{a && <td/>}{''}</tr>`)).toBe(true);
  });
});

describe('a place that a patch would not find', () => {
  test('in a <template>', () => {
    fault(`<template><p>{▸a}</p></template>`);
    fault(`<template><p ▸class={a}/></template>`);
    fault(`<template><p>▸<Row/></p></template>`);
    fault(`<template><ul>{▸a.map(b)}</ul></template>`);
    expect(accepted(`<template id={a}><p>b</p></template>`)).toBe(true);
  });

  test('in a <noscript> of a live view', () => {
    const head = `import { defineLive } from '@skerry/kit'; export default defineLive({}, () => `;
    fault(`${head}<noscript><p>{▸a}</p></noscript>)`, 'a.live.tsx');
    expect(accepted(`<noscript><p>{a}</p></noscript>`)).toBe(true);
  });
});

describe('attributes', () => {
  test('of other libraries', () => {
    expect(fault(`<p ▸className="a"/>`)).toMatch(/Write `class`/);
    expect(fault(`<label ▸htmlFor="a"/>`)).toMatch(/Write `for`/);
    expect(fault(`<p ▸ref={a}/>`)).toMatch(/island/);
    expect(fault(`<p ▸dangerouslySetInnerHTML={a}/>`)).toMatch(/unsafeHtml/);
    expect(fault(`<p ▸innerHTML={a}/>`)).toMatch(/unsafeHtml/);
    expect(fault(`<p ▸children={a}/>`)).toMatch(/between the tags/);
    expect(accepted(`<Card className="a" ref={b} onClick={c} children={d}/>`)).toBe(true);
  });

  test('that are handlers', () => {
    expect(fault(`<p ▸onClick={a}/>`)).toMatch(/lv-click="name"/);
    expect(fault(`<p ▸onchange="a()"/>`)).toMatch(/lv-change="name"/);
    expect(fault(`<p {...a} ▸onPointerDown={a}/>`)).toMatch(/island/);
  });

  test('that add a member by another name than they say', () => {
    expect(fault(`<button lv-click="save" ▸lv-value-userId={a}/>`)).toMatch(
      /`lv-value-userId`.*`userid`.*on\.save\(\{ userId \}\)/,
    );
    fault(`<button {...a} ▸lv-value-N="1"/>`);
    expect(accepted(`<p lv-click="a" lv-value-user-id="1" lv-value-n1={a}/>`)).toBe(true);
    fault(`<Card ▸lv-value-userId="a"/>`);
  });

  test('that preserve nothing', () => {
    expect(fault(`<video ▸lv-preserve/>`)).toMatch(/without an `id`/);
    expect(fault(`<video id="v" ▸lv-preserve={a}/>`)).toMatch(/not a constant/);
    expect(
      accepted(
        `<p><video id="v" lv-preserve/><b {...a} lv-preserve={false}/><img id="i" lv-preserve/></p>`,
      ),
    ).toBe(true);
  });

  test('that ignore unknown attributes, or are in the wrong place', () => {
    expect(fault(`<p ▸lv-ignore={a}/>`)).toMatch(/`lv-ignore` is not a constant.*"class style"/);
    fault(`<p ▸lv-ignore={2}/>`);
    expect(fault(`<p ▸lv-ignore="class, style"/>`)).toMatch(
      /names "class,", which is not an attribute/,
    );
    for (const name of ['data-s', 'data-k', 'lv-click', 'key', 'onclick', ' '])
      fault(`<p ▸lv-ignore="class ${name}"/>`.replace('class  ', ' '));
    expect(fault(`<input ▸lv-ignore/>`)).toMatch(/<input> has no content.*lv-ignore="value"/);
    expect(fault(`<Card ▸lv-ignore/>`)).toMatch(
      /not an element.*on an element in it, or around it/,
    );
    fault(`import { For } from '@skerry/kit'; <For each={a} ▸lv-ignore>{b}</For>`);
    fault(`import Map from './map.island.tsx'; <Map client:load ▸lv-ignore/>`);
    expect(accepted(`<p lv-ignore="class data-x" {...a}><input lv-ignore="value"/></p>`)).toBe(
      true,
    );
    expect(accepted(`<p lv-ignore={false}><b lv-ignore={null} lv-click="a"/></p>`)).toBe(true);
  });

  test('of ARIA that do not exist', () => {
    expect(fault(`<p ▸aria-labeledby="a"/>`)).toMatch(/no attribute `aria-labeledby`/);
    fault(`<p ▸aria-lable={a}/>`);
    expect(accepted(`<p aria-labelledby="a" aria-valuenow={1}/>`)).toBe(true);
  });

  test('with a prefix', () => {
    fault(`<p ▸on:click={a}/>`);
    fault(`<▸svg:rect/>`);
    expect(accepted(`<svg xmlns:xlink="a"><use xlink:href="#a" xml:lang="en"/></svg>`)).toBe(true);
  });

  test('given twice', () => {
    fault(`<p id="a" class="b" ▸id={c}/>`);
    fault(`<Card a ▸a/>`);
  });

  test('that would run script', () => {
    fault(`<a ▸href=" java\nscript:alert(1)"/>`);
    fault(`<form {...a} ▸action="javascript:x"/>`);
    expect(accepted(`<a href="/javascript:" title="javascript:"/>`)).toBe(true);
  });

  test('that are not text', () => {
    fault(`<p title=▸<b/>/>`);
    fault(`<p title={▸<b/>}/>`);
    fault(`<p ▸style={5}/>`);
    fault(`<iframe ▸srcdoc="a"/>`);
    fault(`<p ▸data-s="1"/>`);
  });
});

describe('keys', () => {
  test('do not take a tag out of its place', () => {
    expect(fault(`<title>▸<b key={a}/></title>`)).toMatch(/content of <title> is text/);
    expect(fault(`<table>▸<p key={a}/></table>`)).toMatch(/cannot be directly inside <table>/);
    expect(fault(`<template>▸<p key={a}/></template>`)).toMatch(/cannot change/);
    expect(accepted(`<table><tr key={a}><td key={b}/></tr></table>`)).toBe(true);
  });
});

describe('content', () => {
  test('of elements that have none', () => {
    expect(fault(`<br>▸a</br>`)).toMatch(/Write <br \/>/);
    fault(`<img>{▸a}</img>`);
    fault(`<iframe>▸<p/></iframe>`);
  });

  test('of elements that hold only text', () => {
    fault(`<title>a {▸b && <i/>}</title>`);
    fault(`<textarea>▸<Row/></textarea>`);
    fault(`<option>a {b} ▸<i/></option>`);
    fault(`<script>{▸"'</script>'"}</script>`);
    fault(`<style>{▸'a</Style>'}</style>`);
  });

  test('that is spread', () => {
    fault(`<p>▸{...a}</p>`);
    fault(`<Card>▸{...a}</Card>`);
  });
});

describe('a live file', () => {
  const head = `import { defineLive } from '@skerry/kit';\n`;
  test('without a live view', () => {
    expect(fault(`▸export const a = 1;`, 'a.live.tsx')).toMatch(/export default defineLive/);
    fault(`${head}▸export default function () {}`, 'a.live.tsx');
    fault(
      `import { defineLive } from './mine.js';\n▸export default defineLive(a, b)`,
      'a.live.tsx',
    );
    fault(`${head}export default ▸defineLive(a)`, 'a.live.tsx');
    expect(compile(`export const a = 1;`, 'a.tsx')).toBeNull();
  });
});
