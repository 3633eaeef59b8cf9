export { createValidator, type ValidationResult, type Validator } from './create-validator.js';
export type { Finding } from './finding.js';
