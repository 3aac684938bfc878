// The reference's stream pattern: SWS.Stream over a client, with Node streams piped through it.
//   node stream-client.mjs --url ws://… [--version 2 --ca FILE] [--bytes N]
// Line `result`: bytes sent and received, and whether they are the same.
import { createHash, randomBytes } from 'node:crypto';
import { Readable, Writable } from 'node:stream';
import { parseArgs } from 'node:util';
import { SWS, opened } from './lib/reference.mjs';
import { report, run, within } from './lib/report.mjs';

const { values } = parseArgs({
  options: {
    url: { type: 'string' },
    version: { type: 'string', default: '1' },
    ca: { type: 'string' },
    bytes: { type: 'string', default: '4000000' },
  },
});

await run(async () => {
  const total = Number(values.bytes);
  const client = await within(10_000, 'the client to open', opened(values.url, values));
  const stream = new SWS.Stream(client, { encoding: null, decodeStrings: true });
  stream.on('error', (error) => {
    throw error;
  });

  const sent = createHash('sha256');
  const received = createHash('sha256');
  let made = 0;
  let arrived = 0;
  const source = new Readable({
    read(size) {
      const next = randomBytes(Math.min(size, total - made));
      made += next.length;
      sent.update(next);
      this.push(next.length > 0 ? next : null);
    },
  });

  await within(60_000, `${total} bytes to come back`, new Promise((resolve) => {
    const sink = new Writable({
      write(chunk, _, done) {
        arrived += chunk.length;
        received.update(chunk);
        done();
        if (arrived >= total) {
          resolve();
        }
      },
    });
    // The pattern of the reference's own example, stdin.pipe(stream).pipe(stdout), less the end of the input,
    // which SWS.Stream has no way to pass on.
    source.pipe(stream, { end: false });
    stream.pipe(sink);
  }));

  report('result', { sent: made, received: arrived, same: sent.digest('hex') === received.digest('hex'), notes: client.notes });
});
