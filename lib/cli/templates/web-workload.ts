/** The workload `web` of a new project, without dependencies. */
export const webWorkload = `// Asks the greeter and passes its answer on. Set by the mesh: PORT, GREETER_URL.
import { createServer } from 'node:http';

const server = createServer(async (request, response) => {
  // Rules of the mesh look at headers, so what marks a request has to travel with it.
  const beta = request.headers['x-beta'];
  const headers = beta === undefined ? {} : { 'x-beta': beta };
  try {
    const answer = await fetch(process.env.GREETER_URL, { headers });
    response.statusCode = answer.status;
    response.end(await answer.text());
  } catch (error) {
    response.statusCode = 502;
    response.end(\`the greeter does not answer: \${error.message}\\n\`);
  }
});
server.listen(Number(process.env.PORT), '127.0.0.1'); // the proxy is on the same machine
process.once('SIGTERM', () => server.close());
`;
