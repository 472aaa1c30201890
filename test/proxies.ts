import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { findProxy } from './fetch-proxies.js';
import { freePort } from './free-port.js';

const guide = readFileSync('docs/guide/deploy.md', 'utf8');

/** A file of the guide. */
const fileOf = (name: string): string =>
  new RegExp(`\`\`\`\\w+ ${name}\\n(.*?)\`\`\``, 's').exec(guide)![1]!;

/** Where a proxy runs, and what for. */
interface Place {
  folder: string;
  /** The port of the app. */
  app: number;
  port: number;
  /** The files that it serves itself; the app gets the rest. */
  files?: string | undefined;
}

const caddyFile = ({ app, port }: Place): string =>
  fileOf('Caddyfile')
    .replaceAll('127.0.0.1:3000', `127.0.0.1:${app}`)
    .replaceAll(/harbour\.example(?= \{)/g, `http://127.0.0.1:${port}`);

const runCaddy = (folder: string, text: string): string[] => {
  const file = join(folder, 'Caddyfile');
  writeFileSync(file, text);
  return ['run', '--config', file, '--adapter', 'caddyfile'];
};

/** Writes the file of the guide for each proxy, and gives the arguments that run it. */
const proxies: Record<string, (place: Place) => string[]> = {
  nginx({ folder, app, port, files }) {
    const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
      .map((name) => `${name}_temp_path ${folder}/${name};`)
      .join(' ');
    const server = fileOf('harbour.conf')
      .replaceAll('127.0.0.1:3000', `127.0.0.1:${app}`)
      .replace(/listen 443 ssl;/, `listen 127.0.0.1:${port};`)
      // Not the port of the system.
      .replace('listen 80;', `listen unix:${folder}/http;`)
      .replaceAll(/ssl_.*;/g, '');
    const own = files
      ? server.replace('location / {', () => {
          const locations = fileOf('files.conf').replace('/srv/harbour/dist/client', files);
          return `${locations}\nlocation @harbour {`;
        })
      : server;
    const types = files ? 'types { text/html html; text/css css; text/javascript js; }' : '';
    writeFileSync(
      join(folder, 'nginx.conf'),
      `daemon off; pid ${folder}/pid; error_log stderr; events {}\n` +
        `http { access_log off; ${types} ${temporary}\n${own}\n}`,
    );
    return ['-p', folder, '-c', join(folder, 'nginx.conf'), '-e', 'stderr'];
  },
  'caddy over HTTP/2'(place) {
    const options = '{\n admin off\n skip_install_trust\n auto_https disable_redirects\n}\n';
    const own = caddyFile(place)
      .replace(/http:\/\/127\.0\.0\.1(?=:\d+ \{)/, 'https://localhost')
      .replace('{', '{\n tls internal');
    return runCaddy(place.folder, options + own);
  },
  caddy: (place) => runCaddy(place.folder, `{\n  admin off\n}\n${caddyFile(place)}`),
};

/** A proxy that runs. */
export interface RunningProxy {
  port: number;
  readonly hasEnded: boolean;
  stop(): Promise<void>;
}

/** Starts a proxy before the app on a port, as the guide says. @param files the files that it serves itself */
export async function startProxy(name: string, app: number, files?: string): Promise<RunningProxy> {
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'proxy-'));
  const args = proxies[name]!({ folder, app, port, files });
  const home = { HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder };
  const proxy = spawn(findProxy(name.split(' ')[0]!)!, args, {
    env: { ...process.env, ...home },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const running: RunningProxy = {
    port,
    get hasEnded() {
      return proxy.exitCode !== null;
    },
    async stop() {
      if (proxy.exitCode === null) {
        const gone = once(proxy, 'exit');
        proxy.kill();
        await gone;
      }
      rmSync(folder, { recursive: true });
    },
  };
  while (!(await accepts(port))) {
    if (running.hasEnded) throw new Error(`${name} has ended`);
    await pause(20);
  }
  return running;
}

async function accepts(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  const isOpen = await new Promise<boolean>((resolve) =>
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false)),
  );
  socket.destroy();
  return isOpen;
}
