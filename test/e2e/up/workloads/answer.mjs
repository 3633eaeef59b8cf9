// A workload of the tests: says who it is, and what those it calls say. The last argument marks its process.
import { createServer, get } from 'node:http';

const name = process.env.NAME ?? 'nobody';
const callees = Object.entries(process.env).filter(([key]) => /^[A-Z0-9]+_HTTP_URL$/.test(key));

const ask = (url) =>
  new Promise((resolve) => {
    get(url, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part) => (text += part));
      response.on('end', () => resolve(response.statusCode === 200 ? JSON.parse(text) : response.statusCode));
    }).on('error', (error) => resolve(error.message));
  });

const server = createServer(async (request, response) => {
  const answers = await Promise.all(callees.map(([, url]) => ask(url)));
  const isFine = answers.every((answer) => typeof answer === 'object');
  response.writeHead(isFine ? 200 : 502, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ name, callees: answers }));
});
server.listen(Number(process.env.PORT), '127.0.0.1', () => console.log(`${name} listens`));
process.once('SIGTERM', () => server.close(() => process.exit(0)));
