// This file is compiled, never run: each `@ts-expect-error` fails the build if the line under it compiles.
import type { Directives } from './directives.js';

declare module './directives.js' {
  interface Strategies {
    /** As an app adds its own. */
    hover: string;
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
take({ 'client:only': true });
take({ 'client:hover': 'near' });

// @ts-expect-error -- no strategy
take({});
// @ts-expect-error -- a priority is no strategy
take({ 'client:priority': 'high' });
// @ts-expect-error -- two strategies
take({ 'client:load': true, 'client:idle': true });
// @ts-expect-error -- one of the app's own beside another
take({ 'client:load': true, 'client:hover': 'near' });
// @ts-expect-error -- there is no such strategy
take({ 'client:focus': true });
// @ts-expect-error -- there is no such priority
take({ 'client:load': true, 'client:priority': 'soon' });
// @ts-expect-error -- a deadline is a number
take({ 'client:idle': '300' });
// @ts-expect-error -- nothing is told to it
take({ 'client:load': 'now' });
// @ts-expect-error -- this one must be told something
take({ 'client:hover': true });
// @ts-expect-error -- a query must be given
take({ 'client:media': true });
// @ts-expect-error -- only and another one
take({ 'client:only': true, 'client:visible': true });
