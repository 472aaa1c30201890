import { appErrors } from '../../packages/kit/src/core/app-errors.ts';
import { contentErrors } from '../../packages/kit/src/core/content-errors.ts';
import type { ErrorEntry } from '../../packages/kit/src/core/error-entry.ts';
import type { ErrorCode } from '../../packages/kit/src/core/errors.ts';
import { formErrors } from '../../packages/kit/src/core/form-errors.ts';
import { islandErrors } from '../../packages/kit/src/core/island-errors.ts';
import { messageErrors } from '../../packages/kit/src/core/message-errors.ts';
import { pluginErrors } from '../../packages/kit/src/core/plugin-errors.ts';
import { viewErrors } from '../../packages/kit/src/core/view-errors.ts';
import { errorDetails } from './error-details.ts';
import { page } from './page.ts';
import type { Documented, Sources } from './sources.ts';

const introduction = [
  '# Errors',
  'An error of Skerry is a `SkerryError`. Its `code` is permanent, and its `title` names the problem in a few words. Its ' +
    '`message` names the things at fault; the messages below are examples. Its `hint` is the next step. An error is thrown ' +
    'unless its entry says otherwise. Contained errors go to the hook `onError`, and to the ' +
    '[log](../guide/plugins.md#the-log): as errors with their stack, or as a one-line warning if they count as the ' +
    'fault of a visitor.',
];

/** The page on errors. */
export const errorsPage = (sources: Sources): string =>
  page(
    ...introduction,
    '## Apps and files',
    ...entries(appErrors, sources.membersOf('core/app-errors.ts', 'appErrors')),
    '## Plugins and hooks',
    ...entries(pluginErrors, sources.membersOf('core/plugin-errors.ts', 'pluginErrors')),
    '## Rendering and regions',
    ...entries(viewErrors, sources.membersOf('core/view-errors.ts', 'viewErrors')),
    '## Islands',
    ...entries(islandErrors, sources.membersOf('core/island-errors.ts', 'islandErrors')),
    '## Messages and timers',
    ...entries(messageErrors, sources.membersOf('core/message-errors.ts', 'messageErrors')),
    '## Forms',
    ...entries(formErrors, sources.membersOf('core/form-errors.ts', 'formErrors')),
    '## Collections',
    ...entries(contentErrors, sources.membersOf('core/content-errors.ts', 'contentErrors')),
  );

const entries = (
  errors: Readonly<Record<string, ErrorEntry<never>>>,
  documented: readonly Documented[],
): string[] =>
  documented.flatMap(({ name, doc }) => {
    const { title, reason, hint, fault } = errors[name] as ErrorEntry<never>;
    const message = reason(errorDetails[name as ErrorCode] as never);
    return [
      `### \`${name}\``,
      `**${literal(title)}.** ${doc}${fault === 'visitor' ? ' Counts as the fault of a visitor.' : ''}`.trim(),
      `> ${literal(message)}`,
      literal(hint),
    ];
  });

/** A text as Markdown that shows it as it is, except for what it marks as code. */
const literal = (text: string): string =>
  text.replaceAll(/`[^`]*`|[<*_[\]]/g, (found) => (found.length > 1 ? found : `\\${found}`));
