import { createServer } from 'node:http';

createServer((_request, response) => {
  response.writeHead(200, { 'content-type': 'text/plain' }).end(process.env.GREETING);
}).listen(Number(process.env.PORT), '127.0.0.1');
