// A device without a certificate that gets one over the wire from a backend, and then enters a hub that requires one.
//   node enrol.mjs --enrol URL --locked URL --ca FILE --ca-key FILE --backend-key FILE
// Line `result`: what the device was refused in the hub for enrolment, what it was answered in the other, notes.
import { parseArgs } from 'node:util';
import { SWS, naclCert, opened, readJson } from './lib/reference.mjs';
import { report, run, within } from './lib/report.mjs';

const { values } = parseArgs({
  options: {
    enrol: { type: 'string' },
    locked: { type: 'string' },
    ca: { type: 'string' },
    'ca-key': { type: 'string' },
    'backend-key': { type: 'string' },
  },
});

const TIMEOUT = 10_000;
const HOUR = 3600 * 1000;

/** The next JSON message that `pick` wants. */
function message(client, what, pick) {
  return within(TIMEOUT, what, new Promise((resolve) => {
    client.on('message', (bytes) => {
      const json = JSON.parse(Buffer.from(bytes).toString());
      if (pick(json)) {
        resolve(json);
      }
    });
  }));
}

function send(client, json) {
  client.send(Buffer.from(JSON.stringify(json)));
}

/** Certifies the key that the caller's session has proved to hold: its user id, not something it says. */
function certify(userId) {
  const ca = readJson(values['ca-key']);
  const description = {
    version: '1.0',
    type: 'ca',
    tte: Date.now() + HOUR,
    publickey: [...Buffer.from(userId, 'base64url')],
    names: ['enrolled.test'],
    ips: ['127.0.0.1'],
    macs: [],
  };
  return naclCert.generate(description, ca.secretkey, ca.cert);
}

await run(async () => {
  const backend = await within(TIMEOUT, 'the backend to open', opened(values.enrol, { version: 2, ca: values.ca, key: values['backend-key'] }));
  const { userId } = await message(backend, 'the greeting of the backend', (json) => json.event === 'connected');
  backend.on('message', (bytes) => {
    const request = JSON.parse(Buffer.from(bytes).toString());
    if (request.type === 'invoke' && request.event === 'enrol') {
      send(backend, { type: 'invokeResponse', invocationId: request.invocationId, success: true, dataType: 'json', data: certify(request.fromUserId) });
    }
  });

  const pair = SWS.keyPair();
  const device = await within(TIMEOUT, 'the device to open', opened(values.enrol, { version: 2, ca: values.ca, pair }));
  const refused = message(device, 'the answer to joining a group', (json) => json.type === 'ack' && json.ackId === 1);
  send(device, { type: 'joinGroup', group: 'anything', ackId: 1 });
  const join = await refused;
  const answered = message(device, 'the certificate', (json) => json.type === 'invokeResponse');
  send(device, { type: 'invoke', invocationId: '1', target: { user: userId }, event: 'enrol', dataType: 'text', data: 'serial 7' });
  const { success, data: cert, error } = await answered;
  if (!success) {
    throw new Error(`the backend did not answer: ${error?.name}`);
  }

  const enrolled = new SWS(values.locked, {
    version: 2, myPublicKey: pair.publicKey, mySecretKey: pair.secretKey, ca: readJson(values.ca), cert,
  });
  const echo = within(TIMEOUT, 'the echo in the other hub', new Promise((resolve, reject) => {
    enrolled.on('open', () => enrolled.send(Buffer.from('enrolled')));
    enrolled.on('message', (bytes) => resolve(Buffer.from(bytes).toString()));
    enrolled.on('close', (code, reason) => reject(new Error(`closed with ${code} ${reason}`)));
    enrolled.on('error', reject);
  }));
  report('result', { join: join.error?.name ?? 'joined', echo: await echo, notes: [...backend.notes, ...device.notes] });
});
