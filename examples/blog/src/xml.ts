const references: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** Text as it is written between the tags of XML. */
export const escapeXml = (text: string): string =>
  text.replaceAll(/[&<>]/g, (character) => references[character]!);
