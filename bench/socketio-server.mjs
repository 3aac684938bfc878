// Socket.IO with its defaults, but WebSocket only, for bench/run.sh.   node socketio-server.mjs PORT [CERTIFICATE KEY]
import { readFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import { Server } from 'socket.io';

const [port, certificate, key] = process.argv.slice(2);
const server = certificate ? https.createServer({ cert: readFileSync(certificate), key: readFileSync(key) }) : http.createServer();
const io = new Server(server, { transports: ['websocket'], serveClient: false });
io.on('connection', (socket) => {
  socket.on('echo', (text) => socket.emit('m', text));
  socket.on('join', async (group, joined) => {
    await socket.join(group);
    joined();
  });
  socket.on('publish', (group, text) => io.to(group).emit('m', text));
});
server.listen(Number(port), '127.0.0.1');
