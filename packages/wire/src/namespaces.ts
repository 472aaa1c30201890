/**
 * The language in which an element is written, which is its namespace. HTML is `''`; the name of each other is also the
 * tag that starts it. All rules are those of the HTML standard, section 13.2.6 "Tree construction".
 */
export type Language = '' | 'svg' | 'math';

/** Elements whose content is HTML again ("integration points"). */
const integrationPoints = { svg: /^(?:foreignObject|desc|title)$/i, math: /^m(?:[inos]|text)$/i };

const holdsHtml = (tag: string, language: 'svg' | 'math', encoding = ''): boolean =>
  integrationPoints[language].test(tag) ||
  (language === 'math' &&
    /^annotation-xml$/i.test(tag) &&
    /^(?:text\/html|application\/xhtml\+xml)$/i.test(encoding));

/** The language of an element's content, given that of the element; `encoding` is its attribute, if it has one. */
export const contentLanguage = (tag: string, language: Language, encoding?: string): Language =>
  language && !holdsHtml(tag, language, encoding) ? language : '';

/** The language of an element, given that of the content of the element around it, `parent`. */
export function languageOf(tag: string, around: Language, parent?: string): Language {
  const name = tag.toLowerCase();
  if (around === 'math' && name === 'svg' && parent === 'annotation-xml') return 'svg';
  if (around) return around;
  if (name === 'svg' || name === 'math') return name;
  // In HTML these mean nothing; in <mi> and the like they are MathML still.
  return name === 'mglyph' || name === 'malignmark' ? 'math' : '';
}
