/** The text in place of a secret. */
export const redacted = 'REDACTED';

/** Headers whose values are secrets. */
const secretHeaders =
  /^(?:authorization|proxy-authorization|cookie|set-cookie|x-api-key)$|token|secret/i;

/** Names of parameters and members whose values are secrets. */
const secretNames =
  /token|secret|passw|^(?:pwd|auth|authorization|key|apikey|api[-_]key|code|sig|signature|session|sid|jwt|cookie|credential|assertion)$|^x-amz-(?:signature|credential)/i;

/** The headers of an exchange without secrets, with their names in lower case. */
export const redactHeaders = (
  headers: Readonly<Record<string, string | string[] | undefined>>,
): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => {
      if (value === undefined) return [];
      const text = secretHeaders.test(name) ? redacted : [value].flat().join(', ');
      return [[name.toLowerCase(), text]];
    }),
  );

/** A path and its query, without the values of parameters that are secrets. */
export function redactPath(path: string): string {
  const at = path.indexOf('?');
  if (at < 0) return path;
  return path.slice(0, at + 1) + redactParameters(path.slice(at + 1));
}

/** Parameters as `a=1&b=2`, without the values of those that are secrets. */
const redactParameters = (text: string): string =>
  text
    .split('&')
    .map((pair) => {
      const at = pair.indexOf('=');
      return at >= 0 && isSecretName(pair.slice(0, at)) ? pair.slice(0, at + 1) + redacted : pair;
    })
    .join('&');

/** A body of JSON or of a form, without the members that are secrets; other bodies as they are. */
export function redactBody(body: string, type = ''): string {
  if (type.startsWith('application/x-www-form-urlencoded')) return redactParameters(body);
  if (!/[/+]json/.test(type)) return body;
  try {
    return JSON.stringify(JSON.parse(body, redactMember));
  } catch {
    // It says that it is JSON, and is not.
    return body;
  }
}

const redactMember = (name: string, value: unknown): unknown =>
  isSecretName(name) && (typeof value === 'string' || typeof value === 'number') ? redacted : value;

function isSecretName(name: string): boolean {
  try {
    return secretNames.test(decodeURIComponent(name));
  } catch {
    return secretNames.test(name);
  }
}
