/** @jsxImportSource @skerry/kit */
// This file is compiled, never run: each `@ts-expect-error` fails the build if the line under it compiles.
import type { Binding } from '../template/binding.js';
import type { Child } from '../template/child.js';
import type { HtmlElements } from './html-elements.js';
import type { JSX } from './jsx-types.js';

declare const flag: boolean;
declare const text: string | undefined;
declare const count: number;
declare const late: Promise<Child>;
declare const increment: Binding;
declare const symbolic: symbol;

export const attributes = [
  <label for="name" class="field" tabindex={0} lang="en" hidden={flag} title={text} />,
  <input type="email" value={text} maxlength={20} minlength="2" readonly required={flag} />,
  <input type="checkbox" name="a" checked={flag} autofocus autocomplete="section-a email" />,
  <button type="submit" disabled={flag} formaction="/save" popovertarget="menu" />,
  <td colspan={2} rowspan="3" headers="a b" />,
  <a href="/" target="_blank" rel="noopener noreferrer" download />,
  <img src="/a.png" alt="" width={10} height="10" loading="lazy" crossorigin="anonymous" />,
  <meta http-equiv="refresh" content="3" />,
  <form method="post" accept-charset="utf-8" novalidate enctype="multipart/form-data" />,
  <ol reversed start={3} type="a" />,
  <div contenteditable="plaintext-only" draggable="true" spellcheck={false} popover inert />,
  <div id={null} title={undefined} dir={false} class={false} style={null} aria-label={false} />,
  <dialog open={flag} closedby="any" role="alertdialog" aria-modal="true" />,
  <div lv-ignore />,
  <div lv-ignore="class style" />,
  <div lv-ignore={flag && 'class'} />,
  // @ts-expect-error -- names of attributes are one text
  <div lv-ignore={['class']} />,
  // @ts-expect-error -- HTML says `class`
  <p className="a" />,
  // @ts-expect-error -- HTML says `for`
  <label htmlFor="a" />,
  // @ts-expect-error -- HTML writes its attributes in lower case
  <input maxLength={3} />,
  // @ts-expect-error -- an attribute of other elements
  <p href="/" />,
  // @ts-expect-error -- a boolean attribute is a boolean
  <input disabled="disabled" />,
  // @ts-expect-error -- no such type of input
  <input type="emial" />,
  // @ts-expect-error -- no number
  <td colspan="two" />,
  // @ts-expect-error -- no text
  <a href={new URL('https://skerry.example')} />,
  // @ts-expect-error -- no such element
  <blink />,
];

export const refused = [
  // @ts-expect-error -- handlers run on the server
  <button onClick={() => undefined} />,
  // @ts-expect-error -- handlers run on the server
  <button onclick="alert(1)" />,
  // @ts-expect-error -- there is no element to refer to
  <p ref={null} />,
  // @ts-expect-error -- markup is a child made by `unsafeHtml`
  <p innerHTML="<b>a</b>" />,
  // @ts-expect-error -- markup is a child made by `unsafeHtml`
  <p dangerouslySetInnerHTML={{ __html: '<b>a</b>' }} />,
  // @ts-expect-error -- a document in a string
  <iframe srcdoc="<b>a</b>" />,
  // @ts-expect-error -- only islands have a strategy
  <p client:load />,
];

export const bindings = [
  <button lv-click={increment} />,
  <form lv-submit="save" lv-input={increment} />,
  <button lv-click={flag && increment} />,
  // @ts-expect-error -- a function stays on the server
  <button lv-click={() => increment} />,
  // @ts-expect-error -- the name of an event, or a binding
  <form lv-submit={{ event: 'save', payload: null }} />,
];

// TypeScript lets every name with a hyphen pass that it does not know, between tags but not in a record.
const props: JSX.IntrinsicElements['p'] = { 'data-id': 1, 'data-on': true, class: ['a'] };
export const data = [
  <p data-id={1} data-on={true} data-name="a" data-none={undefined} {...props} />,
  // @ts-expect-error -- data attributes hold text
  { 'data-id': {} } satisfies JSX.IntrinsicElements['p'],
];

export const aria = [
  <p role="button" aria-hidden aria-pressed="mixed" aria-level={2} aria-current="page" />,
  <p role="doc-abstract" aria-live="polite" aria-relevant="additions text" aria-sort="none" />,
  <p role="none presentation" aria-labelledby="a b" aria-expanded={flag} />,
  // @ts-expect-error -- no such role
  <p role="buton" />,
  // @ts-expect-error -- no such value
  <p aria-live="loud" />,
  // @ts-expect-error -- a level is a number
  <p aria-level="two" />,
];

export const classes = [
  <p class={['a', flag && 'b', { c: flag, d: undefined }, ['e', null]]} />,
  <p class={{ a: flag }} />,
  // @ts-expect-error -- neither a name nor a condition
  <p class={3} />,
  // @ts-expect-error -- conditions are booleans
  <p class={{ a: 'yes' }} />,
];

export const styles = [
  <p style="color: red" />,
  <p style={{ color: 'red', 'margin-inline-start': 3, borderTopLeftRadius: '3px', opacity: 0 }} />,
  <p style={{ '--gap': 3, '-webkit-line-clamp': 2, WebkitLineClamp: 2, zIndex: null }} />,
  <p style={{ gridTemplateColumns: '1fr', 'min-block-size': 0, inset: 0, width: flag && 3 }} />,
  // @ts-expect-error -- no such property
  <p style={{ colour: 'red' }} />,
  // @ts-expect-error -- no value of CSS
  <p style={{ color: ['red'] }} />,
];

export const children = [
  <p>
    {text} {count} {3n} {null} {flag && <b />} {['a', [<i key="i" />]]} {late}
  </p>,
  <>
    <p />
    {[1, 2].map((n) => (
      <p key={n}>{n}</p>
    ))}
  </>,
  <title>Hello {text}</title>,
  <option value={1} selected>{`a`}</option>,
  <textarea name="a">{text}</textarea>,
  // @ts-expect-error -- a function is no child
  <p>{() => 'a'}</p>,
  // @ts-expect-error -- nor is any other object
  <p>{new Date()}</p>,
  // @ts-expect-error -- nor is a symbol
  <p>{symbolic}</p>,
  // @ts-expect-error -- a title is text
  <title>{<b />}</title>,
  // @ts-expect-error -- an option is text
  <option>{<b />}</option>,
  // @ts-expect-error -- a void element is empty
  <br>a</br>,
  // @ts-expect-error -- a void element is empty
  <input>{text}</input>,
];

export const keys = [
  <p key={1} />,
  <svg key="a" />,
  // @ts-expect-error -- a key is a text or a number
  <p key={{}} />,
  // @ts-expect-error -- a key is a text or a number
  <p key={null} />,
];

export const otherLanguages = [
  <svg viewBox="0 0 10 10" xmlns="http://www.w3.org/2000/svg" class="icon" aria-hidden="true">
    <circle cx={5} cy="5" r={3} stroke-width={2} fill="none" lv-click="pick" />
    <linearGradient gradientUnits="userSpaceOnUse" />
    <foreignObject width={3}>
      <p />
    </foreignObject>
  </svg>,
  <math display="block">
    <mfrac linethickness={1}>
      <mi>a</mi>
      <mn>{2}</mn>
    </mfrac>
  </math>,
  <copy-button value={3} class={['a']} for="code" lv-click={increment} data-a="a">
    <b />
  </copy-button>,
  // @ts-expect-error -- SVG keeps its case
  <svg viewbox="0 0 10 10" />,
  // @ts-expect-error -- an attribute of other elements
  <circle x1={3} />,
  // @ts-expect-error -- handlers run on the server
  <circle onClick={() => undefined} />,
  // @ts-expect-error -- handlers run on the server
  <copy-button onClick={() => undefined} />,
  // @ts-expect-error -- no text
  <copy-button value={() => 3} />,
];

/** The elements that list an attribute without a type. */
type Untyped = {
  [Tag in keyof HtmlElements]: {
    [Name in keyof HtmlElements[Tag]]-?: [
      Exclude<HtmlElements[Tag][Name], false | null | undefined>,
    ] extends [never]
      ? Name extends 'children' | `on${string}`
        ? never
        : `${Tag}.${Name & string}`
      : never;
  }[keyof HtmlElements[Tag]];
}[keyof HtmlElements];
export const untyped: [Untyped] extends [never] ? true : Untyped = true;
