import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { HookPayloads } from './payloads.js';
import { hookNames, hookTable, kinds } from './table.js';

const payloads = readFileSync(new URL('payloads.ts', import.meta.url), 'utf8');
const members = payloads.slice(payloads.indexOf('interface HookPayloads'));

describe('the table of hooks', () => {
  test.each(hookNames)('%s has a kind and a payload', (name) => {
    const { kind } = hookTable[name];
    expect(Object.keys(kinds)).toContain(kind);
    expect(members).toContain(`\n  ${name}: `);
  });

  test('names every payload', () => {
    const named = [...members.matchAll(/^ {2}(\w+): /gm)].map(([, name]) => name);
    expect(named.toSorted()).toEqual(hookNames.toSorted());
  });

  test('describes a tap of each kind and the effect of its failure', () => {
    for (const { tap, failure } of Object.values(kinds)) {
      expect(tap).toMatch(/\.$/);
      expect(failure).toMatch(/onError/);
    }
  });

  test('has guards for hooks named "before", and observers for hooks named "on" or "after", except the start', () => {
    for (const name of hookNames) {
      if (name === 'onStart') continue;
      const isGuard = hookTable[name].kind.endsWith('guard');
      expect(isGuard).toBe(name.startsWith('before'));
      if (/^(on|after)/.test(name)) expect(hookTable[name].kind).toBe('observer');
    }
  });

  test('names the member of the payload that a tap may replace', () => {
    // Compiles only if each is a member of its payload.
    const values = {
      transformResponse: 'response',
      beforeMessage: 'message',
      beforeAssign: 'patch',
      beforeRender: 'state',
      beforeSend: 'text',
      wrapTransport: 'transport',
    } as const satisfies { [Name in keyof HookPayloads]?: keyof HookPayloads[Name] };
    const replaceable = hookNames.filter((name) => 'value' in hookTable[name]);
    expect(replaceable.toSorted()).toEqual(Object.keys(values).toSorted());
    expect(hookTable).toMatchObject(
      Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { value }])),
    );
  });
});
