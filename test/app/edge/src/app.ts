import { defineApp } from '@skerry/kit';

import { guard } from './guard.ts';

/** An app that is attacked: each state of a connection ends soon, and an honest visitor on a busy machine is quicker. */
export default defineApp({
  plugins: [guard()],
  limits: {
    headersTimeout: 3_000,
    requestTimeout: 4_000,
    socketTimeout: 2_000,
    keepAliveTimeout: 1_000,
    handshakeTimeout: 1_000,
    parkTimeout: 10_000,
    heartbeatTimeout: 5_000,
  },
});
