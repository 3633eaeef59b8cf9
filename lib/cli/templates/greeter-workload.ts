/** The workload `greeter` of a new project, without dependencies. */
export const greeterWorkload = `// Answers every request with a greeting. Set by the mesh: PORT.
import { createServer } from 'node:http';

const greeting = process.env.GREETING ?? 'Hello';

const server = createServer((request, response) => {
  response.setHeader('content-type', 'text/plain');
  response.end(\`\${greeting}, world\\n\`);
});
server.listen(Number(process.env.PORT), '127.0.0.1'); // the proxy is on the same machine
process.once('SIGTERM', () => server.close());
`;
