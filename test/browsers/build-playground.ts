import { buildApp } from '../build-apps.js';

/** Runs once before the tests of all browsers. */
export default (): Promise<void> => buildApp('playground');
