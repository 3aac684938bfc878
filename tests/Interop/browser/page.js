// Runs in the page: opens clients with the reference's browser build and posts what happened to the script.

const WAIT = 20_000;

/** Opens a client over a real browser WebSocket; `messages.next()` gives what arrives, in order. */
function connect(url, version, ca) {
  const pair = sws.keyPair();
  const client = new sws.SecureWebSocket(url, {
    version,
    ca,
    myPublicKey: pair.publicKey,
    mySecretKey: pair.secretKey,
  });
  const arrived = [];
  const takers = [];
  client.on('message', (message) => {
    const bytes = new Uint8Array(message);
    takers.length > 0 ? takers.shift()(bytes) : arrived.push(bytes);
  });
  client.next = () => (arrived.length > 0 ? Promise.resolve(arrived.shift()) : new Promise((resolve) => takers.push(resolve)));
  client.text = async () => JSON.parse(new TextDecoder().decode(await client.next()));
  client.say = (value) => client.send(new TextEncoder().encode(JSON.stringify(value)));
  return new Promise((resolve, reject) => {
    client.on('open', () => resolve(client));
    client.on('warn', (warning) => reject(new Error(`warned: ${warning}`)));
    client.on('error', (error) => reject(new Error(`failed: ${error}`)));
    client.on('timeout', () => reject(new Error('timed out in the handshake')));
    client.on('close', (code, reason) => reject(new Error(`closed with ${code} ${reason}`)));
  });
}

async function echo({ url, version, ca, sizes }) {
  const client = await connect(url, version, ca);
  for (const size of sizes) {
    client.send(Uint8Array.from({ length: size }, (_, index) => (index * 31 + size) & 0xff));
  }
  for (const size of sizes) {
    const bytes = await client.next();
    if (bytes.length !== size || !bytes.every((byte, index) => byte === ((index * 31 + size) & 0xff))) {
      throw new Error(`${size} bytes came back as ${bytes.length} others`);
    }
  }
  client.close();
  return sizes.length;
}

async function chat({ url, version, ca, messages }) {
  const [alice, bob] = await Promise.all([connect(url, version, ca), connect(url, version, ca)]);
  for (const client of [alice, bob]) {
    const connected = await client.text();
    if (connected.event !== 'connected') {
      throw new Error(`the first message was ${JSON.stringify(connected)}`);
    }
    client.say({ type: 'joinGroup', group: 'browser', ackId: 1 });
    const ack = await client.text();
    if (ack.type !== 'ack' || ack.ackId !== 1 || !ack.success) {
      throw new Error(`the join was answered ${JSON.stringify(ack)}`);
    }
  }
  for (let number = 0; number < messages; number += 1) {
    alice.say({ type: 'sendToGroup', group: 'browser', noEcho: true, ackId: 2 + number, dataType: 'json', data: { number } });
  }
  for (let number = 0; number < messages; number += 1) {
    const ack = await alice.text();
    if (ack.type !== 'ack' || ack.ackId !== 2 + number || !ack.success) {
      throw new Error(`message ${number} was answered ${JSON.stringify(ack)}`);
    }
    const message = await bob.text();
    if (message.type !== 'message' || message.from !== 'group' || message.data.number !== number) {
      throw new Error(`instead of message ${number} came ${JSON.stringify(message)}`);
    }
  }
  alice.close();
  bob.close();
  return messages;
}

function within(what, promise) {
  return Promise.race([promise, new Promise((_, reject) => setTimeout(() => reject(new Error(`Waited ${WAIT} ms for ${what}.`)), WAIT))]);
}

const scenarios = { echo, chat };
const { tasks } = await (await fetch('/tasks')).json();
const results = {};
for (const task of tasks) {
  try {
    results[task.name] = { ok: true, count: await within(task.name, scenarios[task.scenario](task)) };
  } catch (error) {
    results[task.name] = { ok: false, message: String(error?.message ?? error) };
  }
}
await fetch('/results', { method: 'POST', body: JSON.stringify({ results, agent: navigator.userAgent }) });
