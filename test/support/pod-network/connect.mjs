// A client for tests: makes one HTTP request or TCP exchange and prints what came of it as JSON.
// Usage: node connect.mjs <http:// or tcp:// URL>
import { request } from 'node:http';
import { connect } from 'node:net';

const url = new URL(process.argv[2]);
const outcome = await (url.protocol === 'tcp:' ? tcpExchange(url) : httpRequest(url)).catch((error) => ({
  kind: 'failed',
  code: error.code ?? error.message,
}));
console.log(JSON.stringify(outcome));
process.exit(0);

function httpRequest(target) {
  return new Promise((resolve, reject) => {
    const call = request(target, { agent: false, timeout: 5_000 }, (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (part) => (body += part));
      response.on('end', () => resolve({ kind: 'answered', status: response.statusCode, body }));
    });
    call.on('error', reject);
    call.on('timeout', () => call.destroy(new Error('timeout')));
    call.end();
  });
}

function tcpExchange({ hostname, port }) {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => socket.write('hello'));
    socket.setTimeout(5_000, () => socket.destroy(new Error('timeout')));
    socket.on('data', (data) => resolve({ kind: 'answered', body: String(data) }));
    socket.on('error', reject);
    socket.on('close', () => resolve({ kind: 'closed' }));
  });
}
