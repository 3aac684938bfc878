// Prints one bench run as Markdown: per label the medians with their ranges, and each server's ratio to the first.
//   node bench/table.mjs FOLDER
import { cpus, totalmem } from 'node:os';
import { figure, metrics, metricsOf, read, short } from './reports.mjs';

const reports = read(process.argv[2]);
const labels = [...new Set(reports.map((one) => one.label))];
const order = ['cluster-1', 'cluster-2', 'cluster-4', 'gateway', 'gateway-wss', 'edge-only', 'plain-hub', 'stock-ws', 'stock-quiet', 'stock-wss', 'signalr', 'signalr-wss', 'nats', 'nats-wss', 'socketio', 'socketio-wss', 'node-sws', 'floor'];
const cell = (value) => (value ? `${short(value.median)} (${short(value.min)}–${short(value.max)}, n=${value.runs})` : '–');

console.log(`${new Date().toISOString().slice(0, 10)}, ${cpus().length} × ${cpus()[0].model}, ${Math.round(totalmem() / 2 ** 30)} GiB. Median (range, rounds). Failed runs are marked.`);
for (const label of labels) {
  const servers = order.filter((server) => reports.some((one) => one.label === label && one.server === server));
  const columns = metricsOf(label);
  const first = figure(reports, label, servers[0], columns[0]);
  console.log(`\n**${label}**\n\n| server | ${columns.map((metric) => metrics[metric].title).join(' | ')} | ${servers[0]} ÷ server |\n|---|${'---|'.repeat(columns.length + 1)}`);
  for (const server of servers) {
    const failed = reports.filter((one) => one.label === label && one.server === server && one.report.failures.length > 0);
    const own = figure(reports, label, server, columns[0]);
    const ratio = first && own ? (first.median / own.median).toFixed(2) : '–';
    const note = failed.length > 0 ? ` (${failed.length} failed: ${failed[0].report.failures[0]})` : '';
    console.log(`| ${server}${note} | ${columns.map((metric) => cell(figure(reports, label, server, metric))).join(' | ')} | ${ratio} |`);
  }
}
