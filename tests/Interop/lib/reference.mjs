// The reference packages as npm delivers them, and the few lines that open a client with them.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/** node-sws: SecureWebSocket, with Server, Stream, keyPair, createServer and connect on it. */
export const SWS = require('node-sws');

/** The certificate package that node-sws itself uses. */
export const naclCert = SWS.Naclcert;

/** The WebSocket constants of ws: OPEN. */
const OPEN = 1;

/**
 * The secinfo of a client: its key pair, the version it speaks, and in v2 the CA it trusts and its own certificate.
 * `options`: version (1 or 2), ca, cert, key (file names; the last two optional), or `pair` instead of key.
 */
export function secinfo(options = {}) {
  const version = Number(options.version ?? 1);
  const pair = options.pair ?? (options.key ? readKeyPair(options.key) : SWS.keyPair());
  const info = { version, myPublicKey: pair.publicKey, mySecretKey: pair.secretKey };
  if (version >= 2) {
    info.ca = readJson(options.ca);
    if (options.cert) {
      info.cert = readJson(options.cert);
    }
  }
  return info;
}

/** Opens a client. Every event of its has a listener, since node-sws prints a remark for each that has none. */
export function open(url, options = {}) {
  const client = new SWS(url, secinfo(options));
  client.notes = [];
  for (const event of ['warn', 'error', 'timeout']) {
    client.on(event, (what) => client.notes.push(`${event}: ${String(what?.message ?? what).slice(0, 200)}`));
  }
  for (const event of ['open', 'message', 'close']) {
    client.on(event, () => {});
  }
  return client;
}

/** Opens a client and waits until it says that it is open. */
export function opened(url, options = {}) {
  const client = open(url, options);
  return new Promise((resolve, reject) => {
    client.on('open', () => resolve(client));
    client.on('error', (error) => reject(new Error(`did not open: ${error?.message ?? error}`)));
    client.on('timeout', () => reject(new Error('did not open: handshake timeout')));
    client.on('close', (code, reason) => reject(new Error(`did not open: closed with ${code} ${reason}`)));
  });
}

export function isOpen(client) {
  return client.state === 'HandshakeDone' && client.ws.readyState === OPEN;
}

/** Cuts the TCP connection under a client, with no word to either side. */
export function cut(client) {
  client.ws._socket.destroy();
}

export function readJson(file) {
  return JSON.parse(readFileSync(file, 'utf8'));
}

function readKeyPair(file) {
  const { publickey, secretkey } = readJson(file);
  return { publicKey: Uint8Array.from(publickey), secretKey: Uint8Array.from(secretkey) };
}
