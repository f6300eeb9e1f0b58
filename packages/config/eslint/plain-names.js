import { relative, sep } from 'node:path';

/** Words that say nothing about what a file holds, so that anything ends up in it. */
const banned = ['common', 'shared', 'core', 'util', 'utils', 'helper', 'helpers', 'manager', 'base', 'impl', 'dto'];
/** In an app a class of its kind; in a package it is the deployable. */
const bannedInApps = ['service', 'services'];
/** The list of the deployables, and a person. */
const allowed = /standalone\/src\/services|line-manager/g;

const fileNames = {
  meta: { type: 'problem', schema: [], messages: { banned: 'The word "{{word}}" in {{path}} says nothing: name the file by what it holds.' } },
  create: (context) => ({
    Program(node) {
      const path = relative(context.cwd, context.filename).split(sep).join('/');
      const words = path
        .replace(allowed, '')
        .toLowerCase()
        .split(/[^a-z0-9]+/);
      const word = [...banned, ...(path.startsWith('apps/') ? bannedInApps : [])].find((candidate) => words.includes(candidate));
      if (word) context.report({ node, messageId: 'banned', data: { word, path } });
    },
  }),
};

const typeNames = {
  meta: {
    type: 'problem',
    schema: [],
    messages: { banned: '"{{name}}" is named after its kind of code: name it by what it is in the business or the system.' },
  },
  create: (context) => {
    const inApp = relative(context.cwd, context.filename).startsWith('apps');
    const check = ({ id }) => {
      if (!id || id.name === 'LineManager') return;
      if (/^I[A-Z][a-z]|^Base[A-Z]|(Impl|Dto|Helper|Manager|Utils?)$/.test(id.name) || (inApp && id.name.endsWith('Service')))
        context.report({ node: id, messageId: 'banned', data: { name: id.name } });
    };
    return { ClassDeclaration: check, TSInterfaceDeclaration: check };
  },
};

/** Names by style: see CONTRIBUTING.md. */
export const plainNames = { rules: { 'file-names': fileNames, 'type-names': typeNames } };
