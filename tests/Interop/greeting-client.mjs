// node-sws sessions that say nothing and wait for the message that the server sends at once on connect.
// The reference ignores what arrives within 20 ms of its ClientReady, and can then never open a later record. One session
// at a time is the hard case: a process that is busy with other handshakes runs its timers early.
//   node greeting-client.mjs --url ws://… [--version 2 --ca FILE] [--sessions N] [--concurrency N] [--wait MS]
// Line `result`: how many opened, how many were greeted, and one greeting.
import { parseArgs } from 'node:util';
import { pool } from './lib/payloads.mjs';
import { opened } from './lib/reference.mjs';
import { report, run, within } from './lib/report.mjs';

const { values } = parseArgs({
  options: {
    url: { type: 'string' },
    version: { type: 'string', default: '1' },
    ca: { type: 'string' },
    sessions: { type: 'string', default: '1' },
    concurrency: { type: 'string', default: '1' },
    wait: { type: 'string', default: '5000' },
  },
});

await run(async () => {
  const sessions = Number(values.sessions);
  const wait = Number(values.wait);
  const clients = [];
  let greeted = 0;
  let warned = 0;
  let first;
  const started = Date.now();

  await pool(sessions, Number(values.concurrency), async (session) => {
    const client = await within(10_000, `session ${session} to open`, opened(values.url, values));
    clients.push(client);
    // node-sws calls the listeners of `open` before it reads another frame, so nothing can slip past this one.
    const greeting = new Promise((resolve) => client.on('message', resolve));
    try {
      const message = await within(wait, 'the greeting', greeting);
      greeted += 1;
      first ??= Buffer.from(message).toString('utf8');
    } catch {
      // Counted below as a session without a greeting.
    }
    warned += client.notes.length > 0 ? 1 : 0;
  });

  report('result', { opened: clients.length, greeted, warned, first, milliseconds: Date.now() - started });
});
