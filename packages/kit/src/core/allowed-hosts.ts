import { isIP } from 'node:net';

import { fail } from './errors.js';
import { canonicalHost } from './request-origin.js';

/** Tells whether an app answers for a host, which may have a port. */
export type AllowedHosts = (host: string) => boolean;

/**
 * Reads the option `allowedHosts`.
 *
 * @throws SkerryError `bad-option`
 */
export function toAllowedHosts(names: readonly string[] | undefined): AllowedHosts {
  if (names === undefined) return () => true;
  const exact = new Set<string>();
  const domains: string[] = [];
  for (const name of names) {
    const isDomain = typeof name === 'string' && name.startsWith('.');
    exact.add(toName(name, isDomain ? name.slice(1) : name));
    if (isDomain) domains.push(name.toLowerCase());
  }
  return (host) => {
    const name = nameOf(host);
    return exact.has(name) || domains.some((domain) => name.endsWith(domain));
  };
}

/** Tells whether a host is this machine, or named by its address: developers open these, and no attacker can rebind them. */
export function isLocalHost(host: string): boolean {
  const name = nameOf(host);
  return name === 'localhost' || name.endsWith('.localhost') || isAddress(name);
}

const nameOf = (host: string): string => host.replace(/:\d+$/, '');

const isAddress = (name: string): boolean => isIP(name.replace(/^\[(.*)\]$/, '$1')) !== 0;

function toName(written: unknown, name: string): string {
  const host = typeof name === 'string' ? canonicalHost(name, false) : undefined;
  if (!host || host !== name.toLowerCase() || nameOf(host) !== host || host.startsWith('.'))
    throw fail('bad-option', {
      option: 'allowedHosts',
      problem: `holds ${JSON.stringify(written)}, which is no host such as "www.example.org", and no domain such as ".example.org"`,
    });
  return host;
}
