import { execFileSync } from 'node:child_process';

/** The apps that the browser tests drive, built as they would be deployed. */
const apps = ['playground', 'test/app', 'test/app/smallest', 'test/app/edge'];

/** Runs once before all tests. */
export default (): void => apps.forEach(buildApp);

export function buildApp(app: string): void {
  execFileSync(
    process.execPath,
    ['node_modules/vite/bin/vite.js', 'build', app, '--logLevel', 'warn'],
    { stdio: 'inherit', env: { ...process.env, NODE_ENV: 'production', VITEST: '' } },
  );
}
