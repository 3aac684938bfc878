// The unmodified reference server as a plain echo, for bench/run.sh.   node node-sws-server.mjs PORT
import { createRequire } from 'node:module';

const require = createRequire(new URL('../tests/Interop/package.json', import.meta.url));
const SWS = require('node-sws');
const pair = SWS.keyPair();
const secinfo = { version: 1, myPublicKey: pair.publicKey, mySecretKey: pair.secretKey };
SWS.createServer({ host: '127.0.0.1', port: Number(process.argv[2]), path: '/echo', secinfo }, (client) => {
  client.on('message', (message) => client.send(message));
});
