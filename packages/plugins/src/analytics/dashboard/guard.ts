import { deny, type Guard } from '@skerry/kit';
import { accessOf } from '@skerry/plugins/analytics';

/** Asks the guard that the plugin has for the dashboard: that of its options, or that of a role of the plugin auth. */
export const guard: Guard = (visit) => {
  const access = accessOf(visit.locals);
  return access ? access.guard(visit) : deny('This app has no analytics.');
};
