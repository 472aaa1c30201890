import { describe, expect, test } from 'vitest';
import { type AppConfig, defineApp, resolveConfig } from './config.js';
import { defaultLimits } from './limits.js';

const secret = 'a secret of thirty-two bytes, yes';
const fallback = { secret, log: console };

describe('the options of an app', () => {
  test('all have defaults but the secret', () => {
    expect(resolveConfig(defineApp({}), fallback)).toEqual({
      plugins: [],
      limits: defaultLimits,
      secrets: [secret],
      origins: new Set(),
      trustProxy: false,
      uncaughtErrors: 'contain',
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

  test('count where they are set', () => {
    const logged: string[] = [];
    const log = { ...console, info: (text: string) => void logged.push(text) };
    const config = defineApp({
      limits: { turnTime: 1 },
      secret: ['new', 'old'],
      origins: ['https://www.example.org', 'http://localhost:3000'],
      trustProxy: true,
      log,
    });
    const resolved = resolveConfig(config, fallback);
    expect(resolved).toMatchObject({
      limits: { turnTime: 1 },
      secrets: ['new', 'old'],
      origins: new Set(['https://www.example.org', 'http://localhost:3000']),
      trustProxy: true,
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
    { origins: ['https://example.org/'] },
    { origins: ['https://example.org/path'] },
    { origins: ['https://EXAMPLE.org'] },
    { origins: ['example.org'] },
    { origins: ['https://*.example.org'] },
    { origins: ['null'] },
    { origins: ['file:///'] },
    { origins: [''] },
    { origins: 'https://example.org' },
    { plugins: {} },
    { secret: 5 },
  ])('are refused where they mean nothing: %o', (config) => {
    expect(() => resolveConfig(config as unknown as AppConfig, fallback)).toThrow(
      expect.objectContaining({ code: 'bad-option' }),
    );
  });
});
