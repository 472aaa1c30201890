// This file is compiled, never run: each `@ts-expect-error` fails the build if the line under it compiles.
import type { Directives } from './directives.js';

declare module './directives.js' {
  interface Strategies {
    /** As an app adds its own. */
    media: string;
  }
}

declare const take: (directives: Directives) => void;

take({ 'client:load': true });
take({ 'client:visible': true, 'client:priority': 'low' });
take({ 'client:visible': '200px' });
take({ 'client:idle': 300 });
take({ 'client:interaction': 'click focusin' });
take({ 'client:none': true });
take({ 'client:media': '(width > 40em)' });

// @ts-expect-error -- no strategy
take({});
// @ts-expect-error -- a priority is no strategy
take({ 'client:priority': 'high' });
// @ts-expect-error -- two strategies
take({ 'client:load': true, 'client:idle': true });
// @ts-expect-error -- one of the app's own beside another
take({ 'client:load': true, 'client:media': 'print' });
// @ts-expect-error -- there is no such strategy
take({ 'client:hover': true });
// @ts-expect-error -- there is no such priority
take({ 'client:load': true, 'client:priority': 'soon' });
// @ts-expect-error -- a deadline is a number
take({ 'client:idle': '300' });
// @ts-expect-error -- nothing is told to it
take({ 'client:load': 'now' });
// @ts-expect-error -- this one must be told something
take({ 'client:media': true });
