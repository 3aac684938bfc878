// node-sws sessions that send payloads and want each back, in order and byte-equal.
//   node echo-client.mjs --url ws://… [--version 2 --ca FILE [--cert FILE --key FILE]]
//        [--sessions N] [--concurrency N] [--sizes 1,2,300000]
// All sessions stay open until the last one is done. Line `result`: sessions, messages, bytes, notes, milliseconds.
import { parseArgs } from 'node:util';
import { payload, pool } from './lib/payloads.mjs';
import { opened } from './lib/reference.mjs';
import { report, run, within } from './lib/report.mjs';

const { values } = parseArgs({
  options: {
    url: { type: 'string' },
    version: { type: 'string', default: '1' },
    ca: { type: 'string' },
    cert: { type: 'string' },
    key: { type: 'string' },
    sessions: { type: 'string', default: '1' },
    concurrency: { type: 'string', default: '8' },
    sizes: { type: 'string', default: '1,2,109,110,4096,65519,65520,300000' },
    timeout: { type: 'string', default: '30000' },
  },
});

function echo(client, session, sizes) {
  const sent = sizes.map((size, index) => payload(session, index, size));
  return new Promise((resolve, reject) => {
    let received = 0;
    client.on('message', (message) => {
      if (received >= sent.length || !sent[received].equals(Buffer.from(message))) {
        reject(new Error(`session ${session}: message ${received} is not what was sent (${message.length} bytes)`));
      }
      received += 1;
      if (received === sent.length) {
        resolve();
      }
    });
    client.on('close', (code, reason) =>
      reject(new Error(`session ${session}: closed with ${code} ${reason} after ${received} of ${sent.length} messages`)));
    for (const message of sent) {
      client.send(message);
    }
  });
}

await run(async () => {
  const sessions = Number(values.sessions);
  const sizes = values.sizes.split(',').map(Number);
  const timeout = Number(values.timeout);
  const clients = [];
  const started = Date.now();

  await pool(sessions, Number(values.concurrency), async (session) => {
    const client = await within(timeout, `session ${session} to open`, opened(values.url, values));
    clients.push(client);
    // Each session begins at another size, so that small and large ones mix on the wire.
    const turned = sizes.map((_, index) => sizes[(index + session) % sizes.length]);
    await within(timeout, `the echoes of session ${session}`, echo(client, session, turned));
  });

  const stillOpen = clients.filter((client) => client.ws.readyState === 1).length;
  const notes = clients.flatMap((client) => client.notes);
  for (const client of clients) {
    client.removeAllListeners('close');
    client.on('close', () => {});
    client.close();
  }

  const size = sizes.reduce((sum, each) => sum + each, 0);
  report('result', {
    sessions: clients.length,
    stillOpen,
    messages: clients.length * sizes.length,
    bytes: clients.length * size,
    notes: notes.slice(0, 10),
    milliseconds: Date.now() - started,
  });
});
