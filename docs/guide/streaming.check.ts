import { fetchPage } from '@skerry/kit/testing';
import { expect, test } from 'vitest';

import * as coast from './pages/coast.tsx';
import * as harbour from './pages/harbour.tsx';
import * as welcome from './pages/welcome.tsx';

const routes = { 'coast.tsx': coast, 'harbour.tsx': harbour, 'welcome.tsx': welcome };

test('the page is sent with its fallbacks, and its late parts follow', async () => {
  const { status, html, document } = await fetchPage({ routes, views: {} }, '/harbour');
  expect(status).toBe(200);
  expect(html).toMatch(/<h1>Harbour<\/h1>.*Reading the gauge….*<template for=/s);
  expect(document.querySelector('main')?.textContent).toBe('HarbourHigh water at 14:20');
});

test('a part that fails shows what its error boundary says', async () => {
  const log = { info() {}, warn() {}, error() {} };
  const { document } = await fetchPage(
    { routes, views: {}, config: { log } },
    '/harbour?gauge=broken',
  );
  expect(document.querySelector('main')?.textContent).toBe('HarbourThe gauge does not answer.');
});

test('the parts of a group are sent in their order', async () => {
  const { html } = await fetchPage({ routes, views: {} }, '/coast');
  const late = html.slice(html.indexOf('<template for='));
  expect(late.indexOf('Lerwick')).toBeLessThan(late.indexOf('Bergen'));
});

test('a hole shows what the request says', async () => {
  const { document } = await fetchPage({ routes, views: {} }, '/welcome', {
    headers: { 'accept-language': 'no-NO' },
  });
  expect(document.querySelector('main')?.textContent).toBe('Welcome to the harbourVelkommen!');
});
