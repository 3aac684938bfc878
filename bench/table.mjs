// Reads the load generator's reports of one bench run and prints Markdown: medians, ranges, ratios.
//   node bench/table.mjs FOLDER       FOLDER/{label}.{server}.{round}.json
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = process.argv[2];
const servers = ['gateway', 'edge-only', 'stock-ws', 'node-sws'];
const rows = [
  ['echo-256-at-100', 'echo 256 B, 100 connections: server CPU per message, µs', (report) => report.server?.cpuPerMessage],
  ['echo-256-at-1000', 'echo 256 B, 1000 connections: server CPU per message, µs', (report) => report.server?.cpuPerMessage],
  ['echo-4096-at-100', 'echo 4 KiB, 100 connections: server CPU per message, µs', (report) => report.server?.cpuPerMessage],
  ['connect', 'connect and handshake: server CPU, µs', (report) => report.server?.cpuPerHandshake],
  ['idle-2000', '2000 idle connections: server memory each, bytes', (report) => report.server?.bytesPerSession],
];

const reports = readdirSync(folder).map((file) => file.match(/^(.+)\.([a-z-]+)\.(\d+)\.json$/)).filter(Boolean)
  .map(([file, label, server]) => ({ label, server, report: JSON.parse(readFileSync(join(folder, file), 'utf8')) }));

function figure(label, server, pick) {
  const values = reports.filter((one) => one.label === label && one.server === server).map((one) => pick(one.report))
    .filter((value) => Number.isFinite(value) && value > 0).sort((a, b) => a - b);
  return values.length === 0 ? null : { median: values[Math.floor(values.length / 2)], min: values[0], max: values.at(-1), runs: values.length };
}

const short = (value) => (value >= 100 ? Math.round(value).toString() : value.toFixed(1));
const cell = (value) => (value ? `${short(value.median)} (${short(value.min)}–${short(value.max)}, n=${value.runs})` : '–');
console.log(`| | ${servers.join(' | ')} |\n|---|${servers.map(() => '---|').join('')}`);
for (const [label, title, pick] of rows) {
  console.log(`| ${title} | ${servers.map((server) => cell(figure(label, server, pick))).join(' | ')} |`);
}

console.log(`\n| ratio of medians | ${servers.slice(1).join(' | ')} |\n|---|${servers.slice(1).map(() => '---|').join('')}`);
for (const [label, title, pick] of rows) {
  const own = figure(label, 'gateway', pick);
  const ratio = (server) => {
    const other = figure(label, server, pick);
    return own && other ? (own.median / other.median).toFixed(2) : '–';
  };
  console.log(`| gateway ÷ …: ${title.split(':')[0]} | ${servers.slice(1).map(ratio).join(' | ')} |`);
}
