import { describe, expect, test } from 'vitest';
import { toAnswerHeaders } from './answer-headers.js';
import { type AppConfig, defineApp, resolveConfig } from './config.js';
import { defaultLimits } from './limits.js';

const secret = 'a secret of thirty-two bytes, yes';
const fallback = { secret, log: console };

describe('the options of an app', () => {
  test('all have defaults but the secret', () => {
    expect(resolveConfig(defineApp({}), fallback)).toEqual({
      plugins: [],
      limits: defaultLimits,
      base: '/',
      secrets: [secret],
      allowedHosts: expect.any(Function),
      allowedOrigins: new Set(),
      trustProxy: expect.any(Function),
      uncaughtErrors: 'contain',
      earlyHints: false,
      speculation: undefined,
      headers: toAnswerHeaders(),
      log: expect.objectContaining({ error: expect.any(Function) }),
    });
    for (const none of [undefined, '']) {
      expect(() => resolveConfig({}, { secret: none, log: console })).toThrow(
        expect.objectContaining({ code: 'missing-secret' }),
      );
    }
    expect(() => resolveConfig({ secret: [] }, fallback)).toThrow(
      expect.objectContaining({ code: 'missing-secret' }),
    );
  });

  test.each(['uncaughtErrors', 'earlyHints', 'speculation'])('%s is one of two', (option) => {
    const config = { [option]: 'whatever' } as AppConfig;
    expect(() => resolveConfig(config, fallback)).toThrow(
      expect.objectContaining({ code: 'bad-option', message: expect.stringContaining(option) }),
    );
  });

  test('count where they are set', () => {
    const logged: string[] = [];
    const log = { ...console, info: (text: string) => void logged.push(text) };
    const config = defineApp({
      limits: { turnTimeout: 1 },
      secret: ['new', 'old'],
      allowedOrigins: ['https://www.example.org', 'http://localhost:3000'],
      trustProxy: 2,
      allowedHosts: ['www.example.org'],
      headers: { 'x-powered-by': 'wind' },
      log,
    });
    const resolved = resolveConfig(config, fallback);
    expect(resolved.trustProxy('10.0.0.1', 1)).toBe(true);
    expect(resolved.allowedHosts('example.org')).toBe(false);
    expect(resolved).toMatchObject({
      limits: { turnTimeout: 1 },
      secrets: ['new', 'old'],
      allowedOrigins: new Set(['https://www.example.org', 'http://localhost:3000']),
      headers: { 'x-powered-by': 'wind' },
    });
    resolved.log.info('ready\u001b', { port: 1 });
    expect(logged).toEqual([String.raw`ready\u001b { port: 1 }`]);
  });

  test('are refused by name where there is no such option', () => {
    expect(() => resolveConfig({ limit: {} } as AppConfig, fallback)).toThrow(
      expect.objectContaining({
        code: 'unknown-option',
        message: expect.stringContaining('limit'),
      }),
    );
  });

  test.each([
    { allowedOrigins: ['https://example.org/'] },
    { allowedOrigins: ['https://example.org/path'] },
    { allowedOrigins: ['https://EXAMPLE.org'] },
    { allowedOrigins: ['example.org'] },
    { allowedOrigins: ['https://*.example.org'] },
    { allowedOrigins: ['null'] },
    { allowedOrigins: ['file:///'] },
    { allowedOrigins: [''] },
    { allowedOrigins: 'https://example.org' },
    { allowedHosts: 'example.org' },
    { allowedHosts: ['https://example.org'] },
    { trustProxy: 'my-proxy' },
    { headers: { 'x a': 'b' } },
    { plugins: {} },
    { secret: 5 },
  ])('are refused where they mean nothing: %o', (config) => {
    expect(() => resolveConfig(config as unknown as AppConfig, fallback)).toThrow(
      expect.objectContaining({ code: 'bad-option' }),
    );
  });
});
