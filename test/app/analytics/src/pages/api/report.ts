import { type Report, useAnalytics } from '@skerry/plugins/analytics';

/** Tells what was counted. */
export const GET = (): Report => useAnalytics().readReport('day');
