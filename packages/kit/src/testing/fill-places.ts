import { documentEnd } from '../page/stream.js';

const end = '</template>\n';

/** Puts the late content of a streamed page in its place, as browsers do. */
export function fillPlaces(html: string): string {
  const [begin = '', ...late] = html.split(/<template for="([\w-]{12}-\d+)">/);
  if (late.length === 0) return html;
  let page = begin;
  for (let i = 0; i < late.length; i += 2) {
    const [before = '', rest = ''] = page.split(`<?start name="${late[i]}">`);
    const content = late[i + 1] ?? '';
    page =
      before + content.slice(0, content.lastIndexOf(end)) + rest.slice(rest.indexOf('<?end>') + 6);
  }
  return page + documentEnd;
}
