import { createServer } from 'node:http';

// One program for all versions. FAILING says how many answers in a hundred are broken, as a bad release has them.
const { VERSION, FAILING = '0', PORT } = process.env;

createServer((_request, response) => {
  const isBroken = Math.random() * 100 < Number(FAILING);
  response
    .writeHead(isBroken ? 500 : 200, { 'content-type': 'text/plain', 'x-answered-by': VERSION })
    .end(isBroken ? `${VERSION} is broken\n` : 'Measure twice, cut once.\n');
}).listen(Number(PORT), '127.0.0.1');
