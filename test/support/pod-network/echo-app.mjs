// A workload for tests: answers every HTTP request with what it saw of it, and every TCP line with itself.
// Usage: node echo-app.mjs <name> http:<port> tcp:<port> …
import { createServer as createHttpServer } from 'node:http';
import { createServer as createTcpServer } from 'node:net';

const [name, ...ports] = process.argv.slice(2);

for (const text of ports) {
  const [kind, port] = text.split(':');
  const server = kind === 'http' ? httpServer(Number(port)) : tcpServer();
  await new Promise((resolve) => server.listen(Number(port), '0.0.0.0', resolve));
}
console.log('ready');

function httpServer(port) {
  return createHttpServer(({ url, headers, socket }, response) => {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ name, port, url, headers, from: socket.remoteAddress }));
  });
}

function tcpServer() {
  return createTcpServer((socket) => {
    socket.on('error', () => socket.destroy());
    socket.on('data', (data) => socket.write(`${name} from ${socket.remoteAddress}: ${data}`));
  });
}
