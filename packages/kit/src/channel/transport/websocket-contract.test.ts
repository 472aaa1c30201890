import { testTransport } from '../../../test/transport-contract.js';

testTransport('a WebSocket', {
  connect: (site, cookie) => site.connect(cookie),
  refusal: (site, version, headers) => site.refusal(`?vsn=${version}`, headers),
  closings: {
    'not-utf8': 1007,
    'protocol-error': 1008,
    'too-many-frames': 1008,
    'too-large': 1009,
    reconnect: 1012,
    unresponsive: 1013,
    'session-over': 4001,
  },
});
