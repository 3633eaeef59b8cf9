import { createServer } from 'node:http';

// The greeter's own rules decide who answers; the tester's header must travel along for them to see it.
createServer(async (request, response) => {
  const tester = request.headers['x-tester'];
  const headers = tester === undefined ? {} : { 'x-tester': tester };
  const answer = await fetch(process.env.GREETER_URL, { headers });
  const name = request.url?.split('/')[2] ?? 'world';
  response.writeHead(answer.status, { 'content-type': 'text/plain' }).end(`${await answer.text()}, ${name}\n`);
}).listen(Number(process.env.PORT), '127.0.0.1');
