/** Markup for a script, which would take what is in a `<noscript>` for a part of the page. */
export function withoutNoscript(html: string): string {
  const [before = '', ...parts] = html.split(/<noscript(?=[\s>])/i);
  const afterwards = parts.map((part) => {
    const end = part.search(/<\/noscript>/i);
    return end === -1 ? `<noscript${part}` : part.slice(end + '</noscript>'.length);
  });
  return before + afterwards.join('');
}
