// Workloads of a soak: answers `/…` on each port with its own name, after it has asked what is behind it, where there is
// something. Usage: node workload.mjs '[{"name": "s01", "port": 7901, "behind": 20345}, …]'
import { Agent, createServer, request } from 'node:http';

// An Envoy closes what is idle for long; a workload that is careful closes it before.
const agent = new Agent({ keepAlive: true, maxSockets: 32, timeout: 30_000 });

for (const { name, port, behind } of JSON.parse(process.argv[2])) {
  const server = createServer((_, response) => {
    if (behind === undefined) response.end(name);
    else ask(behind, response, name);
  });
  server.keepAliveTimeout = 60_000;
  await new Promise((resolve) => server.listen(port, '127.0.0.1', resolve));
}
console.log('ready');

function ask(port, response, name) {
  const asked = request({ host: '127.0.0.1', port, path: '/', agent }, (answer) => {
    let text = '';
    answer.setEncoding('utf8').on('data', (part) => (text += part));
    answer.on('end', () => response.writeHead(answer.statusCode).end(`${name} ${answer.statusCode} ${text}`));
  });
  asked.on('error', (error) => response.writeHead(599).end(`${name} ${error.message}`));
  asked.end();
}
