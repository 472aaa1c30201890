import { defineEndpoint } from '@skerry/kit';

export const GET = defineEndpoint('/robots.txt', () => 'User-agent: *\nDisallow: /admin\n');

export const prerender = true;
