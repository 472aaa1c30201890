import { BlockList, isIP, isIPv6 } from 'node:net';

import { fail } from './errors.js';

/**
 * The proxies before an app whose word on visitors counts: so many of them, counted from the app, or those at some IP
 * addresses. `true` is one proxy.
 */
export type TrustProxy = boolean | number | string | readonly string[];

/** Tells whether a proxy is trusted; `hops` counts the proxies between it and the app. */
export type ProxyTrust = (address: string | undefined, hops: number) => boolean;

const named: Readonly<Record<string, readonly string[]>> = {
  loopback: ['127.0.0.0/8', '::1/128'],
  linklocal: ['169.254.0.0/16', 'fe80::/10'],
  uniquelocal: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7'],
};

/**
 * Reads the option `trustProxy`.
 *
 * @throws SkerryError `bad-option`
 */
export function toProxyTrust(option: TrustProxy = false): ProxyTrust {
  if (typeof option === 'boolean') return (_, hops) => option && hops === 0;
  if (typeof option !== 'number') return trustAddresses(option);
  if (!Number.isInteger(option) || option < 1 || option > 100)
    throw bad(`is ${option}; a number of proxies is a whole number from 1 to 100`);
  return (_, hops) => hops < option;
}

function trustAddresses(option: string | readonly string[]): ProxyTrust {
  const list = new BlockList();
  for (const name of [option].flat()) {
    const ranges = typeof name === 'string' && (Object.hasOwn(named, name) ? named[name] : [name]);
    if (!ranges || !ranges.every((range) => addRange(list, range)))
      throw bad(
        `holds ${JSON.stringify(name)}, which is no IP address, no range such as "10.0.0.0/8", and none of ${Object.keys(named).join(', ')}`,
      );
  }
  return (address) =>
    address !== undefined && list.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
}

function addRange(list: BlockList, range: string): boolean {
  const [, address = '', prefix] = /^([\da-f:.]+)(?:\/(\d{1,3}))?$/i.exec(range) ?? [];
  const version = isIP(address);
  const bits = version === 6 ? 128 : 32;
  const length = Number(prefix ?? bits);
  if (version === 0 || length > bits) return false;
  list.addSubnet(address, length, version === 6 ? 'ipv6' : 'ipv4');
  return true;
}

const bad = (problem: string): Error => fail('bad-option', { option: 'trustProxy', problem });
