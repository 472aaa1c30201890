import { skerry1 } from '../../packages/wire/dist/index.js';

import { createLiveServer } from '../../packages/kit/dist/channel/live-server.js';
import { resolveConfig } from '../../packages/kit/dist/core/config.js';
import { RequestPolicy } from '../../packages/kit/dist/core/request-policy.js';
import { createKeyRing } from '../../packages/kit/dist/core/token.js';
import { createLocals } from '../../packages/kit/dist/core/trace.js';
import { createPlugins } from '../../packages/kit/dist/plugin/plugins.js';
import { LiveElement } from '../../packages/kit/dist/template/live.js';
import type { FrameReceiver, Transport } from '../../packages/kit/dist/core/transport.js';
import { Counter } from './views.js';

const secret = 'a secret for benchmarks, 32 bytes';
const log = { info() {}, warn() {}, error() {} };
const limits = { eventRate: 1e9, maxEventBurst: 1e9, slowTurnTimeout: 1e9 };

/** Opens a counter without a socket; returns a function that sends it so many events, which are answered meanwhile. */
export async function openCounter(): Promise<(events: number) => void> {
  const config = resolveConfig({ secret, limits }, { log });
  const { hooks, connectHost } = createPlugins([], { ...config, folderOf: () => undefined });
  const server = createLiveServer({
    hooks,
    log,
    ring: createKeyRing(config.secrets),
    build: 'bench',
    limits: config.limits,
    views: { counter: Counter },
    policy: new RequestPolicy(config),
    development: false,
  });
  connectHost(server.host);
  const session = server.sessions.begin();
  const url = new URL('http://localhost/');
  const page = {
    regionSession: () => session,
    url,
    locals: createLocals(),
    address: '',
    park: true,
  };
  const html = await server.mount(new LiveElement(Counter, {}), '0', page);
  const [, id, token] = /id="lv-([^"]+)" data-token="([^"]+)"/.exec(html) as unknown as string[];
  let receiver!: FrameReceiver;
  let answers = 0;
  const transport: Transport = {
    buffered: 0,
    deliverTo: (connection) => void (receiver = connection),
    send: () => void answers++,
    drop() {},
    close(reason) {
      throw new Error(`The connection was closed: ${reason}.`);
    },
    pause() {},
    resume() {},
  };
  server.connect({ session, codec: skerry1, address: '', locals: createLocals() }, transport);
  const send = (frame: unknown): void => {
    const text = JSON.stringify(frame);
    if (receiver.admitFrame(text.length)) receiver.receiveFrame(text);
  };
  send([1, 0, { topic: `lv:${id}`, token, have: 0, page: 'page' }]);
  if (answers !== 1) throw new Error('The join was not answered.');
  let seq = 0;
  return (events) => {
    for (let i = 0; i < events; i++) send([1, ++seq, 'increment', null]);
  };
}
