// The reference's own browser build in headless Chromium: masked frames, an Origin header, no subprotocol.
//   node browser.mjs [--echo ws://localhost:…] [--chat ws://localhost:…] [--ca FILE]
// Each URL is tried in v1 and, with --ca, in v2. Line `result`: one entry a task, and the browser's name.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';
import { readJson } from './lib/reference.mjs';
import { report, run, within } from './lib/report.mjs';

const { values } = parseArgs({
  options: {
    echo: { type: 'string' },
    chat: { type: 'string' },
    ca: { type: 'string' },
    sizes: { type: 'string', default: '1,2,109,110,4096,65519,65520,300000' },
    messages: { type: 'string', default: '100' },
    chromium: { type: 'string', default: 'chromium' },
  },
});

const FLAGS = [
  '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-dev-shm-usage', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-extensions',
  '--disable-default-apps', '--no-default-browser-check',
];

const here = dirname(fileURLToPath(import.meta.url));
const reference = join(dirname(createRequire(import.meta.url).resolve('node-sws')), 'demos', 'content');
const PAGES = {
  '/': [join(here, 'browser', 'page.html'), 'text/html'],
  '/page.js': [join(here, 'browser', 'page.js'), 'text/javascript'],
  ...Object.fromEntries(['nacl-fast.min.js', 'msgpack.js', 'uuid.js', 'nacl-cert.js', 'sws.js']
    .map((name) => [`/reference/${name}`, [join(reference, name), 'text/javascript']])),
};

function tasks() {
  const ca = values.ca ? readJson(values.ca) : undefined;
  const wanted = [];
  for (const version of ca ? [1, 2] : [1]) {
    if (values.echo) {
      wanted.push({ name: `echo v${version}`, scenario: 'echo', url: values.echo, version, ca, sizes: values.sizes.split(',').map(Number) });
    }
    if (values.chat) {
      const url = new URL(values.chat);
      url.searchParams.set('protocol', 'json.webpubsub.azure.v1');
      wanted.push({ name: `chat v${version}`, scenario: 'chat', url: url.toString(), version, ca, messages: Number(values.messages) });
    }
  }
  return wanted;
}

/** Serves the page on loopback; `done` gets what the page posts. */
function serve(done) {
  const server = createServer((request, response) => {
    if (request.method === 'POST' && request.url === '/results') {
      let body = '';
      request.on('data', (chunk) => {
        body += chunk;
      });
      request.on('end', () => {
        response.end();
        done(JSON.parse(body));
      });
    } else if (request.url === '/tasks') {
      response.setHeader('content-type', 'application/json').end(JSON.stringify({ tasks: tasks() }));
    } else if (PAGES[request.url]) {
      const [file, type] = PAGES[request.url];
      response.setHeader('content-type', `${type}; charset=utf-8`).end(readFileSync(file));
    } else {
      response.writeHead(404).end();
    }
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

await run(async () => {
  let finish;
  const finished = new Promise((resolve) => {
    finish = resolve;
  });
  const server = await serve(finish);
  const profile = mkdtempSync(join(tmpdir(), 'sws-chromium-'));
  const page = `http://localhost:${server.address().port}/`;
  const browser = spawn(values.chromium, [...FLAGS, `--user-data-dir=${profile}`, '--remote-debugging-port=0', page], { stdio: ['ignore', 2, 2] });
  const ended = new Promise((resolve) => browser.once('exit', resolve));
  try {
    const died = ended.then((code) => {
      throw new Error(`${values.chromium} ended by itself with ${code}`);
    });
    const failed = new Promise((_, reject) => browser.once('error', (error) =>
      reject(new Error(`${values.chromium} did not start (${error.message}); install it with: apt-get install chromium`))));
    report('result', await within(90_000, 'the page to report', Promise.race([finished, died, failed])));
  } finally {
    browser.kill('SIGTERM');
    await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 5000))]);
    browser.kill('SIGKILL');
    server.closeAllConnections();
    server.close();
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  }
});
