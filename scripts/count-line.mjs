// Prints "N passed, N failed, N skipped" of the last test run, from reports/vitest.json.
// Fails when a test failed, when a test file could not be loaded, and when no test ran.
import { readFileSync } from 'node:fs';

const report = JSON.parse(readFileSync(new URL('../reports/vitest.json', import.meta.url), 'utf8'));
const unloaded = report.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0);
const passed = report.numPassedTests;
const failed = report.numFailedTests + unloaded.length;
const skipped = report.numPendingTests + report.numTodoTests;
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
if (failed > 0 || passed === 0 || !report.success) process.exitCode = 1;
