import { createServer } from 'node:http';

// Stands for cert-manager's solver on this machine: answers a challenge with the token and a made-up thumbprint.
createServer((request, response) => {
  const token = request.url?.split('/').at(-1) ?? '';
  response.writeHead(200, { 'content-type': 'text/plain' }).end(`${token}.thumbprint\n`);
}).listen(Number(process.env.PORT), '127.0.0.1');
