import { isCSSRequest } from 'vite';

/** Whether an import is a style sheet for the page, and not its text or its address. */
export const isLinked = (url: string): boolean =>
  isCSSRequest(url) && !/[?&](?:inline|raw|url)\b/.test(url);
