import { appErrors } from './app-errors.js';
import { viewErrors } from './view-errors.js';

/** Every error that kit makes, by its permanent code. */
export const catalogue = { ...appErrors, ...viewErrors };
