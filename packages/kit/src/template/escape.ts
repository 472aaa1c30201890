const QUOTE = 0x22;
const AMPERSAND = 0x26;
const LESS = 0x3c;
const GREATER = 0x3e;
const RETURN = 0x0d;

const special = /["&<>\r\0]/;

/**
 * Escapes a text for HTML, as the content of an element or inside a double-quoted attribute. A carriage return is kept as
 * a reference, since parsers turn it into a line feed; U+0000, which HTML cannot carry, becomes U+FFFD.
 */
export function escapeHtml(text: string): string {
  // Scanning a short string costs less than starting the regular expression.
  const start = text.length < 24 ? 0 : text.search(special);
  if (start < 0) return text;
  let html = '';
  let from = 0;
  for (let i = start; i < text.length; i++) {
    let entity: string;
    switch (text.charCodeAt(i)) {
      case QUOTE:
        entity = '&quot;';
        break;
      case AMPERSAND:
        entity = '&amp;';
        break;
      case LESS:
        entity = '&lt;';
        break;
      case GREATER:
        entity = '&gt;';
        break;
      case RETURN:
        entity = '&#13;';
        break;
      case 0:
        entity = '\uFFFD';
        break;
      default:
        continue;
    }
    html += text.slice(from, i) + entity;
    from = i + 1;
  }
  return from === 0 ? text : html + text.slice(from);
}

/** A text as HTML and UTF-8 can carry it, so that a patch shows what the page would: the rest becomes U+FFFD. */
export function htmlText(text: string): string {
  const whole = text.isWellFormed() ? text : text.toWellFormed();
  return whole.includes('\0') ? whole.replaceAll('\0', '\uFFFD') : whole;
}

/**
 * The text inside `<script>` such that it can neither end the element nor open a comment in it (HTML standard,
 * "Restrictions for contents of script elements"). The escapes are good in strings of JavaScript and in JSON alike.
 */
export const scriptText = (text: string): string =>
  text.replace(
    /<(?=!--|\/?script)|[\u2028\u2029]/gi,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

/** The text inside `<style>` such that it can neither end the element nor, inside SVG, hold markup. */
export const styleSheetText = (text: string): string => text.replace(/<(?=[a-z/!?])/gi, '\\3c ');

/** Markup in which elements of Skerry's own are text: only kit writes them, whatever a sanitiser lets pass. */
export const escapeHosts = (markup: string): string => markup.replace(/<(?=\/?skerry-)/gi, '&lt;');

/** A key as the page and the wire both can carry it. */
export const rowKey = (key: unknown): string => htmlText(String(key));

/** A key as it is in a comment: all but letters, digits and `_ . ~` is percent-encoded. */
export const commentKey = (key: string): string =>
  encodeURIComponent(key.toWellFormed()).replace(
    /[-!'()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
