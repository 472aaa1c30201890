import type { ViteDevServer } from 'vite';

/**
 * Closes the development server when its user interrupts it, so that the app's server code ends. Vite does so for SIGTERM only.
 *
 * @returns a function that stops listening
 */
export function closeOnInterrupt(server: ViteDevServer): () => void {
  let interrupts = 0;
  const close = () => {
    interrupts++;
    if (interrupts === 1) void server.close().finally(() => process.exit(130));
    // The command of Vite 8.4 sends the first one again. A user who sends more does not want to wait.
    if (interrupts > 2) process.exit(130);
  };
  process.on('SIGINT', close);
  return () => void process.off('SIGINT', close);
}
