// Usage: node scripts/tools/main.mjs [--try] <name>...
// Prints the path of each tool, one a line, fetching or building what is not there. `--try` goes on without what is not
// to be had; where CI is "true" nothing may be missing.
import { toolNames, toolPath } from './tools.mjs';

const names = process.argv.slice(2).filter((word) => word !== '--try');
const mayMiss = process.argv.includes('--try') && process.env.CI !== 'true';
if (names.length === 0) {
  console.error(`say which: ${toolNames.join(', ')}`);
  process.exitCode = 2;
}
for (const name of names) {
  try {
    console.log(await toolPath(name));
  } catch (error) {
    console.error(`${name}: ${error.message}`);
    if (!mayMiss) process.exitCode = 1;
  }
}
