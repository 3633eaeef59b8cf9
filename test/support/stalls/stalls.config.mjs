import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  test: { include: ['fixtures/*.ts'], setupFiles: ['watch-for-stalls.ts'], pool: 'forks', maxWorkers: 3 },
});
