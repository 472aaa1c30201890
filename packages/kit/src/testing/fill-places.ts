import { documentEnd } from '../page/stream.js';

/** The content of a boundary; that of a drawing or a formula is in an element of its language. */
const content =
  /(?:<div hidden>)?<template (?:data-)?for="([\w-]{12}-(?:\d+(?:-host)?|at-[^"]*))"( hidden(?:="")?)?>/;
const end = '</template>\n';

/** Puts the late content of a streamed page in its place, as browsers do. */
export function fillPlaces(html: string): string {
  const [begin = '', ...late] = html.split(content);
  if (late.length === 0) return html;
  let page = begin;
  for (let i = 0; i < late.length; i += 3) {
    const [name, isDrawing, text = ''] = late.slice(i, i + 3);
    const whole = text.slice(0, text.lastIndexOf(end));
    const own = isDrawing ? whole.slice(whole.indexOf('>') + 1, whole.lastIndexOf('<')) : whole;
    const [before = '', rest = ''] = page.split(`<?start name="${name}">`);
    page = before + own + rest.slice(rest.indexOf('<?end>') + 6);
  }
  return page + documentEnd;
}
