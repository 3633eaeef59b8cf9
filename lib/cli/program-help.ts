/** What the help of a command says about its program. */
export const programHelp = `
PROGRAM is a folder with a cdk8s.yaml (its "app" is run there) or a main.ts, or a .ts or .js file.`;
