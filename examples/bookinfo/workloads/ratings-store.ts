import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { whoami } from './whoami.js';

// Stands for the database of the sample: answers each line, the number of a book, with a line of JSON, and closes.
const identity = whoami('ratings-store');
const ratings = { Reviewer1: 5, Reviewer2: 4 };

const server = createServer((socket) => {
  socket.on('error', () => socket.destroy());
  createInterface({ input: socket }).once('line', (id) => {
    console.log(`ratings of book ${id} were asked for`);
    socket.end(`${JSON.stringify(ratings)}\n`);
  });
});
const port = Number(process.env['PORT'] ?? '27017');
server.listen(port, process.env['HOST'] ?? '127.0.0.1', () => {
  console.log(`${identity.service} ${identity.version} listens on ${String(port)}`);
});
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => {
    server.close(() => process.exit(0));
  });
}
