// Two @azure/web-pubsub-client clients over node-sws: both join a group, one sends acked messages, the other counts.
//   node chat-sdk.mjs --url ws://…/client/hubs/chat [--version 2 --ca FILE] [--messages N] [--in-flight N]
//        [--cut-sender-at N,N] [--cut-receiver-at N,N]
// Line `result`: sent, acked, received, lost, doubled, disordered, echoed, connections, disconnects.
//
// Every send carries its own ackId: without one the SDK retries under a new id, which no server could tell from a
// second message.
import { parseArgs } from 'node:util';
import { report, run, within } from './lib/report.mjs';
import { SecureWebPubSubClient } from './lib/sdk.mjs';

const { values } = parseArgs({
  options: {
    url: { type: 'string' },
    version: { type: 'string', default: '1' },
    ca: { type: 'string' },
    messages: { type: 'string', default: '1000' },
    'in-flight': { type: 'string', default: '16' },
    'cut-sender-at': { type: 'string', default: '' },
    'cut-receiver-at': { type: 'string', default: '' },
    timeout: { type: 'string', default: '60000' },
  },
});

const numbers = (text) => new Set(text.split(',').filter(Boolean).map(Number));
const messages = Number(values.messages);
const group = `interop-${process.pid}`;

// Retried for as long as a recovery may take, always after the same time, so that retries keep their order.
const options = { messageRetryOptions: { maxRetries: 30, retryDelayInMs: 500, maxRetryDelayInMs: 500, mode: 'Fixed' } };

async function start(name) {
  const client = new SecureWebPubSubClient(values.url, values, { ...options });
  client.disconnects = 0;
  client.on('disconnected', () => {
    client.disconnects += 1;
  });
  const connected = new Promise((resolve) => client.on('connected', resolve));
  await within(10_000, `${name} to start`, client.start());
  const { connectionId } = await within(10_000, `${name}'s connected message`, connected);
  client.firstConnectionId = connectionId;
  await within(10_000, `${name} to join`, client.joinGroup(group));
  return client;
}

/** Sends all messages with so many unacknowledged at a time, and cuts where it is told to. */
async function sendAll(sender, cuts) {
  const limit = Number(values['in-flight']);
  const waiting = new Set();
  let acked = 0;
  let duplicates = 0;
  for (let number = 1; number <= messages; number += 1) {
    const sent = sender
      .sendToGroup(group, { number }, 'json', { noEcho: true, ackId: 1_000_000 + number })
      .then((result) => {
        acked += 1;
        duplicates += result.isDuplicated ? 1 : 0;
        waiting.delete(sent);
      });
    waiting.add(sent);
    if (cuts.has(number)) {
      sender.cut();
      // What was in flight is retried after the recovery; something new before that would overtake it.
      await Promise.all(waiting);
    }
    if (waiting.size >= limit) {
      await Promise.race(waiting);
    }
  }
  await Promise.all(waiting);
  return { acked, duplicates };
}

await run(async () => {
  const timeout = Number(values.timeout);
  const sender = await start('the sender');
  const receiver = await start('the receiver');

  const cutReceiverAt = numbers(values['cut-receiver-at']);
  const received = [];
  let echoed = 0;
  sender.on('group-message', () => {
    echoed += 1;
  });
  const all = new Promise((resolve) => {
    receiver.on('group-message', ({ message }) => {
      received.push(message.data.number);
      if (cutReceiverAt.delete(message.data.number)) {
        receiver.cut();
      }
      if (message.data.number === messages) {
        resolve();
      }
    });
  });

  const { acked, duplicates } = await within(timeout, 'all acks', sendAll(sender, numbers(values['cut-sender-at'])));
  await within(timeout, 'the last message', all);
  // A message that came twice would come after the last one; an ack of the receiver's own is behind everything queued.
  await within(timeout, 'the queue of the receiver', receiver.sendToGroup(`${group}-other`, 'end', 'text'));

  const distinct = new Set(received);
  report('result', {
    sent: messages,
    acked,
    duplicates,
    received: received.length,
    lost: messages - distinct.size,
    doubled: received.length - distinct.size,
    disordered: received.filter((number, index) => index > 0 && number < received[index - 1]).length,
    echoed,
    connections: { sender: sender.connections, receiver: receiver.connections },
    disconnects: sender.disconnects + receiver.disconnects,
  });
});
