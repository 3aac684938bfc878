// Payloads that differ by session and number, made and compared without a generator step per byte.
import { randomFillSync } from 'node:crypto';

const MAX = 300_000;
const noise = randomFillSync(Buffer.alloc(MAX * 2));

/** The payload number `index` of a session: noise of that size, marked with both numbers where they fit. */
export function payload(session, index, size) {
  const bytes = Buffer.from(noise.subarray((session * 7919 + index * 104729) % MAX).subarray(0, size));
  if (size >= 8) {
    bytes.writeUInt32LE(session, 0);
    bytes.writeUInt32LE(index, 4);
  }
  return bytes;
}

/**
 * Runs `work(0)` … `work(count - 1)`, at most `limit` at once. A handshake costs a JavaScript peer several milliseconds
 * and it gives up after 2 s, so a thousand must not start together.
 */
export async function pool(count, limit, work) {
  let next = 0;
  const worker = async () => {
    while (next < count) {
      await work(next++);
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, count) }, worker));
}
