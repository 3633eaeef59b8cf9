/**
 * Writes the README of a new project.
 */
export function readme(name: string): string {
  return `# ${name}

A service mesh in one program, [main.ts](main.ts): \`web\` calls \`greeter\`, which has two versions, behind the gateway
\`ingress\`.

\`\`\`sh
npm install
npx meshwright check   # types and rules of the mesh; writes nothing
npx meshwright synth   # writes Kubernetes manifests and Envoy files to dist/
npx meshwright up      # runs workloads and proxies on this machine
\`\`\`

\`dist/\` can be committed: the same program gives the same bytes on every machine, so a change of the mesh can be
reviewed as a change of its output. \`kubectl apply -f dist/\` applies the manifests once the images in main.ts are
yours. \`npx cdk8s synth\` writes the same manifests.
`;
}
