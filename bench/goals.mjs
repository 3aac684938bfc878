// Prints the goals with what one bench run measured: the ratio of each round, its median and range, met or not. A goal that is a sum of
// figures is compared by medians. What a run did not measure is said to be so.
//   node bench/goals.mjs FOLDER
import { byRound, figure, median, primitives, read, short } from './reports.mjs';

const reports = read(process.argv[2]);

// µs: what the handshake goals are made of, as this run measured it.
const { beforenm, keyPair, verify } = primitives(process.argv[2]);

function ratio(label, server, metric, otherLabel, other) {
  const own = byRound(reports, label, server, metric);
  const theirs = byRound(reports, otherLabel, other, metric);
  const ratios = [...own].filter(([round]) => theirs.has(round)).map(([round, value]) => value / theirs.get(round));
  return ratios.length === 0 ? null : { median: median(ratios), min: Math.min(...ratios), max: Math.max(...ratios), runs: ratios.length };
}

const same = (label, server, metric, other) => ratio(label, server, metric, label, other);

function over(label, server, metric, constant) {
  const value = figure(reports, label, server, metric);
  return value && { median: value.median / constant, min: value.min / constant, max: value.max / constant, runs: value.runs };
}

function difference(label, server, otherLabel, other) {
  const own = byRound(reports, label, server, 'handshake');
  const theirs = byRound(reports, otherLabel, other, 'handshake');
  const values = [...own].filter(([round]) => theirs.has(round)).map(([round, value]) => value - theirs.get(round));
  return values.length === 0 ? null : { median: median(values), min: Math.min(...values), max: Math.max(...values), runs: values.length };
}

const goals = [
  ['1', 'v1 handshake with the grain ÷ node-sws', 1 / 20, same('connect', 'gateway', 'handshake', 'node-sws')],
  ['1', 'v1 handshake at the edge alone ÷ node-sws', 1 / 30, same('connect', 'edge-only', 'handshake', 'node-sws')],
  ['1', 'SWS connect − plain upgrade, µs (edge; 2 × beforenm and one key pair)', (2 * beforenm) + keyPair, difference('connect', 'edge-only', 'connect', 'stock-quiet')],
  ['2', 'v2 with a certificate never seen − v1, µs (both at half the rate that new ones reached)', 1.5 * verify, difference('connect-v2-rate', 'gateway', 'connect-v1-rate', 'gateway')],
  ['2', 'v2 with a known certificate ÷ v1 (both proven by a message)', 1.15, ratio('connect-v2-known', 'gateway', 'handshake', 'connect-v1-proof', 'gateway')],
  ['3', 'echo 256 B at the edge ÷ stock plaintext', 0.85, same('echo-256-at-100', 'edge-only', 'message', 'stock-ws')],
  ['3', 'echo 256 B at the edge ÷ floor (bench/floor.c)', 1.6, same('echo-256-at-100', 'edge-only', 'message', 'floor')],
  ['3', 'echo 4 KiB at the edge ÷ floor', 1.2, same('echo-4096-at-100', 'edge-only', 'message', 'floor')],
  ['4', 'through the grain ÷ edge, 1000 connections', 1.3, same('echo-256-at-1000', 'gateway', 'message', 'edge-only')],
  ['4', 'through the grain ÷ edge, 100 connections', 1.6, same('echo-256-at-100', 'gateway', 'message', 'edge-only')],
  ['5', 'idle session with its grain ÷ stock plaintext', 0.66, same('idle-8000', 'gateway', 'bytes', 'stock-ws')],
  ['5', 'idle session at the edge, bytes', 7168, over('idle-8000', 'edge-only', 'bytes', 1)],
  ['6', 'fan-out 1 → 1000, CPU per delivery ÷ plaintext (1 ÷ 0.72)', 1 / 0.72, same('fanout-256', 'gateway', 'delivery', 'plain-hub')],
  ['6', 'fan-out across 4 silos ÷ one', 1.15, ratio('fanout-cluster', 'cluster-4', 'delivery', 'fanout-cluster', 'cluster-1')],
  ['7', 'A → B across silos ÷ edge-only echo, summed CPU', 1.6, ratio('direct-cluster', 'cluster-2', 'message', 'echo-256-at-100', 'edge-only')],
  ['7', 'A → B at 4 silos ÷ at 2', 1.15, ratio('direct-cluster', 'cluster-4', 'message', 'direct-cluster', 'cluster-2')],
  ['7', 'p99 at half of saturation ÷ stock', 1.25, same('p99-at-half', 'gateway', 'p99', 'stock-ws')],
];

console.log('| goal | what | at most | measured (range, rounds) | |\n|---|---|---|---|---|');
for (const [number, what, bound, measured] of goals) {
  const cell = measured ? `${short(measured.median)} (${short(measured.min)}–${short(measured.max)}, n=${measured.runs})` : 'not measured in this run';
  const verdict = measured ? (measured.median <= bound ? 'met' : '**missed**') : '';
  console.log(`| ${number} | ${what} | ${short(bound)} | ${cell} | ${verdict} |`);
}

console.log(`\nlibsodium in this run, µs: beforenm ${short(beforenm)}, key pair ${short(keyPair)}, verify ${short(verify)}.`);
console.log('\nGoal 8 is bench/sessions.sh.');
