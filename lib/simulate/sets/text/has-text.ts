import { queryValue } from '../../match/query-value.js';
import { pathWithoutQuery } from '../../path/path-without-query.js';
import { portStart } from '../../path/port-start.js';
import { automatonOf } from './automaton-of.js';
import type { Language, PlainLanguage, QueryTest } from './language.js';

/** Whether a text is in a language. */
export function hasText(language: Language, text: string): boolean {
  switch (language.kind) {
    case 'exact':
    case 'prefix':
    case 'separated-prefix':
    case 'longer-prefix':
    case 'suffix':
    case 'longer-suffix':
    case 'contains':
      return hasPlainText(language, text);
    case 'regex':
      return language.regex.testExact(text);
    case 'range':
      return isAccepted(language, text);
    case 'nothing':
      return false;
    case 'without-port':
      return hasText(language.inner, text.slice(0, portStart(text)));
    case 'target-path':
      return hasText(language.inner, pathWithoutQuery(text));
    case 'target-query': {
      const value = queryValue(text, language.name);
      return value === undefined ? language.whenMissing : passesQueryTest(language.test, value);
    }
  }
}

function passesQueryTest(test: QueryTest, value: string): boolean {
  return typeof test === 'string' ? test === 'always' : hasText(test.language, value) === test.isWanted;
}

function hasPlainText({ kind, value, ignoreCase, separator = '' }: PlainLanguage, text: string): boolean {
  const compared = ignoreCase ? text.toLowerCase() : text;
  switch (kind) {
    case 'exact':
      return compared === value;
    case 'prefix':
      return compared.startsWith(value);
    case 'separated-prefix':
      return compared.startsWith(value) && (compared.length === value.length || compared[value.length] === separator);
    case 'longer-prefix':
      return compared.length > value.length && compared.startsWith(value);
    case 'suffix':
      return compared.endsWith(value);
    case 'longer-suffix':
      return compared.length > value.length && compared.endsWith(value);
    case 'contains':
      return compared.includes(value);
  }
}

function isAccepted(language: Language, text: string): boolean {
  const automaton = automatonOf(language);
  let state = automaton.start;
  for (const character of text) state = automaton.step(state, character.codePointAt(0) ?? 0);
  return automaton.accepts(state);
}
