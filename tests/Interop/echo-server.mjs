// The reference's own server, unmodified, as an echo for our client.
//   node echo-server.mjs [--version 2 --pki FOLDER [--require-cert]] [--greet-after MS]
// Line `listening`: port, path, publicKey (base64). In v2 it makes in FOLDER: ca.cert, client.cert, client.key.
// Lines `connected`, `warned`, `closed` as they happen. It ends when its stdin closes.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { SWS, naclCert } from './lib/reference.mjs';
import { endWithParent, report, run } from './lib/report.mjs';

const { values } = parseArgs({
  options: {
    version: { type: 'string', default: '1' },
    pki: { type: 'string' },
    'require-cert': { type: 'boolean', default: false },
    'greet-after': { type: 'string' },
  },
});

const DAY = 24 * 3600 * 1000;

function certificate(ca, publicKey) {
  const description = {
    version: '1.0',
    type: 'ca',
    tte: Date.now() + DAY,
    publickey: SWS.Uint8ToArray(publicKey),
    names: ['localhost'],
    ips: ['127.0.0.1'],
    macs: [],
  };
  return naclCert.generate(description, ca.secretkey, ca.cert);
}

function makePki(folder, info, publicKey) {
  const ca = naclCert.generateCA({ name: 'reference.test', tte: Date.now() + 2 * DAY });
  const client = SWS.keyPair();
  writeFileSync(join(folder, 'ca.cert'), JSON.stringify(ca.cert));
  writeFileSync(join(folder, 'client.cert'), JSON.stringify(certificate(ca, client.publicKey)));
  writeFileSync(join(folder, 'client.key'), JSON.stringify({
    secretkey: SWS.Uint8ToArray(client.secretKey),
    publickey: SWS.Uint8ToArray(client.publicKey),
  }));
  info.ca = ca.cert;
  info.cert = certificate(ca, publicKey);
}

await run(async () => {
  endWithParent();
  const version = Number(values.version);
  const pair = SWS.keyPair();
  const info = { version, myPublicKey: pair.publicKey, mySecretKey: pair.secretKey };
  if (version >= 2) {
    makePki(values.pki, info, pair.publicKey);
    info.requireCert = values['require-cert'];
  }

  const server = SWS.createServer({ host: '127.0.0.1', port: 0, path: '/echo', secinfo: info }, (client) => {
    report('connected');
    client.on('message', (message) => client.send(message));
    client.on('warn', () => report('warned'));
    client.on('error', () => report('warned'));
    client.on('close', (code) => report('closed', { code }));
    if (values['greet-after'] !== undefined) {
      setTimeout(() => client.send(Buffer.from('hello')), Number(values['greet-after']));
    }
  });
  server.once('listening', () =>
    report('listening', { port: server.wss._server.address().port, path: '/echo', publicKey: Buffer.from(pair.publicKey).toString('base64') }));
  await new Promise(() => {});
});
