// Client certificates as the reference makes them, and as an attacker would, for the tests of what the gateway refuses.
//   node certificates.mjs --ca-key FILE (the CA key file: certificate and secret key) [--out FOLDER]
// Line `result`: by name, the certificate's JSON and the box key pair that the client is to prove (base64).
// In FOLDER, the same as files of the reference's form: NAME.cert and NAME.key.
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { SWS, naclCert, readJson } from './lib/reference.mjs';
import { report, run } from './lib/report.mjs';

const { sign } = createRequire(createRequire(import.meta.url).resolve('node-sws'))('tweetnacl/nacl-fast.js');
const { values } = parseArgs({ options: { 'ca-key': { type: 'string' }, out: { type: 'string' } } });

const HOUR = 3600 * 1000;

function description(publicKey, changes) {
  return {
    version: '1.0',
    type: 'ca',
    tte: Date.now() + HOUR,
    publickey: SWS.Uint8ToArray(publicKey),
    names: ['client.test'],
    ips: ['127.0.0.1'],
    macs: [],
    ...changes,
  };
}

/** Signs anything, as the reference's `generate` would sign only what it finds in order. */
function signed(desc, ca) {
  const full = { ca: ca.cert.desc.ca, ...desc, signtime: Date.now(), gid: 'c0ffee00-0000-4000-8000-000000000000' };
  const signature = sign.detached(Buffer.from(JSON.stringify(full)), Uint8Array.from(ca.secretkey));
  return { desc: full, sign: { signature: SWS.Uint8ToArray(signature) } };
}

await run(async () => {
  const ca = readJson(values['ca-key']);
  const otherCa = naclCert.generateCA({ name: 'other.test', tte: Date.now() + 24 * HOUR });
  const sameName = naclCert.generateCA({ name: ca.cert.desc.ca, tte: ca.cert.desc.tte });
  const certificates = {};
  const add = (name, make) => {
    const pair = SWS.keyPair();
    const json = JSON.stringify(make(pair.publicKey));
    if (values.out) {
      const key = { secretkey: SWS.Uint8ToArray(pair.secretKey), publickey: SWS.Uint8ToArray(pair.publicKey) };
      writeFileSync(join(values.out, `${name}.cert`), json);
      writeFileSync(join(values.out, `${name}.key`), JSON.stringify(key));
    }
    certificates[name] = {
      json,
      publicKey: Buffer.from(pair.publicKey).toString('base64'),
      secretKey: Buffer.from(pair.secretKey).toString('base64'),
    };
  };

  add('valid', (key) => naclCert.generate(description(key), ca.secretkey, ca.cert));
  add('missing', () => ({}));
  add('malformed', () => ({ desc: 5, sign: [] }));
  add('self-typed', (key) => signed(description(key, { type: 'self' }), ca));
  add('other-case', (key) => signed(description(key, { type: 'CA' }), ca));
  add('unknown-ca', (key) => naclCert.generate(description(key), otherCa.secretkey, otherCa.cert));
  add('namesake-ca', (key) => naclCert.generate(description(key), sameName.secretkey, sameName.cert));
  add('expired', (key) => signed(description(key, { tte: Date.now() - HOUR }), ca));
  add('outlives-ca', (key) => signed(description(key, { tte: ca.cert.desc.tte + HOUR }), ca));
  add('other-key', () => naclCert.generate(description(SWS.keyPair().publicKey), ca.secretkey, ca.cert));
  add('other-address', (key) => naclCert.generate(description(key, { ips: ['192.0.2.1'] }), ca.secretkey, ca.cert));
  add('altered', (key) => {
    const certificate = naclCert.generate(description(key), ca.secretkey, ca.cert);
    certificate.desc.names.push('admin.test');
    return certificate;
  });
  report('result', { certificates });
});
