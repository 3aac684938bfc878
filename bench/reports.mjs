// Reads the load generator's reports of one bench run: FOLDER/{label}.{server}.{round}.json
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export function read(folder) {
  return readdirSync(folder).map((file) => file.match(/^([^.]+)\.([^.]+)\.(\d+)\.json$/)).filter(Boolean)
    .map(([file, label, server, round]) => ({ label, server, round: Number(round), report: JSON.parse(readFileSync(join(folder, file), 'utf8')) }));
}

// What libsodium cost, medians of the rounds: FOLDER/primitives.{round}.json
export function primitives(folder) {
  const rounds = readdirSync(folder).filter((file) => /^primitives\.\d+\.json$/.test(file)).map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')));
  const cost = (name) => median(rounds.map((round) => round[name]));
  return { beforenm: cost('beforenm'), keyPair: cost('keyPair'), verify: cost('verify') };
}

// What each label is measured by. A value that was not measured is null.
export const metrics = {
  message: { title: 'server CPU per message, µs', pick: (r) => r.server?.cpuPerMessage },
  delivery: { title: 'server CPU per delivery, µs', pick: (r) => r.server?.cpuPerMessage },
  publish: { title: 'server CPU per publish, µs', pick: (r) => r.server?.cpuPerPublish },
  handshake: { title: 'server CPU per connection, µs', pick: (r) => r.server?.cpuPerHandshake },
  bytes: { title: 'server memory per session, bytes', pick: (r) => r.server?.bytesPerSession },
  cores: { title: 'server CPU, cores', pick: (r) => r.server?.utilisation },
  rate: { title: 'messages per second', pick: (r) => r.messages?.rate },
  p50: { title: 'p50, µs', pick: (r) => r.latency?.p50 },
  p99: { title: 'p99, µs', pick: (r) => r.latency?.p99 },
};

export function metricsOf(label) {
  if (label.startsWith('connect')) return ['handshake'];
  if (label.startsWith('idle')) return ['bytes'];
  if (label.startsWith('direct')) return ['message', 'rate', 'p50', 'p99'];
  if (label.startsWith('fanout')) return ['delivery', 'publish', 'rate'];
  if (label === 'saturation') return ['rate', 'message'];
  if (label === 'p99-at-half') return ['p50', 'p99', 'rate'];
  return ['message', 'rate', 'p50'];
}

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
}

// Median, range and number of rounds of one figure; null when no round has it.
export function figure(reports, label, server, metric) {
  const values = reports.filter((one) => one.label === label && one.server === server).map((one) => metrics[metric].pick(one.report))
    .filter((value) => Number.isFinite(value) && value > 0);
  return values.length === 0 ? null : { median: median(values), min: Math.min(...values), max: Math.max(...values), runs: values.length };
}

// A figure round by round: what ratios are made of, since a noisy moment disturbs the neighbours of one round alike.
export function byRound(reports, label, server, metric) {
  return new Map(reports.filter((one) => one.label === label && one.server === server)
    .map((one) => [one.round, metrics[metric].pick(one.report)]).filter(([, value]) => Number.isFinite(value) && value > 0));
}

export const short = (value) => (value >= 100 ? Math.round(value).toString() : value >= 10 ? value.toFixed(1) : value.toFixed(2));
