// This file is compiled, never run: each `@ts-expect-error` fails the build if the line under it compiles.
import type { LiveContext } from '../live/author/contexts.js';
import { redirect } from './deny.js';

declare const live: LiveContext<{ count: number }, unknown>;
declare const given: string;

// A path of the site, known or not.
redirect('/');
redirect('/posts/a?page=2#top');
redirect(given);
redirect(`${given}/posts`);
redirect(`/posts/${given}`);
redirect(given === 'a' ? '/a' : '/b');
live.redirect('/');
live.redirect(given);

// Another site.
redirect.external('https://example.org/');
live.redirect(redirect.external('https://example.org/'));
// @ts-expect-error -- a scheme
redirect('https://example.org/');
// @ts-expect-error -- a scheme, with more that is not known
redirect(`https://example.org/${given}`);
// @ts-expect-error -- a scheme in capitals
redirect('HTTPS://example.org/');
// @ts-expect-error -- the scheme of the page
redirect('//example.org/');
// @ts-expect-error -- browsers read a backslash as a slash
redirect('/\\example.org/');
// @ts-expect-error -- one of two
redirect(given === 'a' ? '/a' : 'https://example.org/');
// @ts-expect-error -- a scheme
live.redirect('https://example.org/');
// @ts-expect-error -- the scheme of the page
live.redirect('//example.org/');

// Text that is no path from the root.
// @ts-expect-error -- no slash
redirect('login');
// @ts-expect-error -- relative
redirect('./login');
// @ts-expect-error -- a query alone
redirect('?page=2');
// @ts-expect-error -- a fragment alone
redirect('#top');
// @ts-expect-error -- nothing
redirect('');
