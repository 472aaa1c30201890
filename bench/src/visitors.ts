import { inBatches } from './batches.js';
import { Remote } from './remote.js';

/** Visitors in their own process: they join regions of the server at a port, and stay. */
const [, , port, count] = process.argv;
const remote = Remote.at(Number(port));
const clients = await inBatches(Number(count), () => remote.join('/idle'));
process.send?.('joined');
process.on('message', () => process.send?.(clients.filter((client) => client.isOpen).length));
