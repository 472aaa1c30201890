import { execFileSync } from 'node:child_process';

/** Runs once before all tests: builds the playground, which the browser tests drive as it would be deployed. */
export default function buildPlayground(): void {
  execFileSync(
    process.execPath,
    ['node_modules/vite/bin/vite.js', 'build', 'playground', '--logLevel', 'warn'],
    {
      stdio: 'inherit',
      env: { ...process.env, NODE_ENV: 'production', VITEST: '' },
    },
  );
}
