// House rules that no published ESLint rule says. See docs/adr and CONTRIBUTING.md for the style they belong to.
import { basename } from 'node:path';

const kebabCase = /^\.?[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9-]+)*$/;

const kebabCaseFile = {
  meta: { type: 'suggestion', schema: [], messages: { name: 'File names are kebab-case: rename "{{name}}".' } },
  create(context) {
    return {
      Program(node) {
        const name = basename(context.filename);
        if (!kebabCase.test(name)) context.report({ node, messageId: 'name', data: { name } });
      },
    };
  },
};

const documentedExport = {
  meta: {
    type: 'suggestion',
    schema: [],
    messages: { missing: 'Say in a /** comment */ what this export is for.' },
  },
  create(context) {
    const documented = new Set();
    return {
      ExportNamedDeclaration(node) {
        if (node.declaration === null) return;
        const names = namesOf(node.declaration);
        // The other signatures of an overloaded function need no comment of their own.
        const isFurtherSignature = names.some((name) => documented.has(name));
        for (const name of names) documented.add(name);
        if (isFurtherSignature || hasDoc(context.sourceCode, node)) return;
        context.report({ node, messageId: 'missing' });
      },
    };
  },
};

function namesOf(declaration) {
  if (declaration.type === 'VariableDeclaration') return declaration.declarations.map(({ id }) => id.name);
  return [declaration.id?.name];
}

function hasDoc(sourceCode, node) {
  const comment = sourceCode.getCommentsBefore(node).at(-1);
  return comment?.type === 'Block' && comment.value.startsWith('*');
}

const noBooleanParameter = {
  meta: {
    type: 'suggestion',
    schema: [],
    messages: { flag: 'A bare true or false says nothing where it is passed: take an options object.' },
  },
  create(context) {
    function check(node) {
      for (const parameter of node.params) {
        const target = parameter.type === 'AssignmentPattern' ? parameter.left : parameter;
        const type = target.typeAnnotation?.typeAnnotation.type;
        const isFlag = type === 'TSBooleanKeyword' || typeof parameter.right?.value === 'boolean';
        if (isFlag) context.report({ node: parameter, messageId: 'flag' });
      }
    }
    // Arrow functions are mostly passed to somebody who decides what they get.
    return { FunctionDeclaration: check, 'MethodDefinition > FunctionExpression': check };
  },
};

/** The plugin `house` of eslint.config.mjs. */
export const houseRules = {
  rules: {
    'kebab-case-file': kebabCaseFile,
    'documented-export': documentedExport,
    'no-boolean-parameter': noBooleanParameter,
  },
};
