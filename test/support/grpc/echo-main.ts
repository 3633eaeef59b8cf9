import { ServerCredentials } from '@grpc/grpc-js';
import { echoService } from './echo-service.js';

// An instance in a process of its own, started by echo-process.ts; says its port when it listens.
const [name = ''] = process.argv.slice(2);
echoService(name).bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, port) => {
  if (error !== null) throw error;
  process.stdout.write(`port ${String(port)}\n`);
});
