import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const root = path.join(import.meta.dirname, '..');
const pages = globSync('**/*.md', { cwd: root, exclude: ['node_modules'] });
const scripts = (JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { scripts: Record<string, string> }).scripts;
// Generated from hosts or by students; they speak of paths that are not ours.
const ours = pages.filter((page) => !page.startsWith('docs/examples/'));

test.each(ours)('%s links to and names only files that exist', (page) => {
  const text = readFileSync(path.join(root, page), 'utf8');
  const links = [...text.matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)].map((match) => path.join(path.dirname(page), match[1] ?? ''));
  const folders = 'rubric|db|workers|services|lab|setup|docs';
  const named = [...text.matchAll(new RegExp(`\`((?:${folders})/[\\w./-]*)\``, 'g'))].map((match) => match[1] ?? '');
  expect([...links, ...named].filter((file) => !existsSync(path.join(root, file)))).toEqual([]);
});

test.each(ours)('%s names only npm scripts that exist', (page) => {
  const text = readFileSync(path.join(root, page), 'utf8');
  const named = [...text.matchAll(/npm run ([\w:-]+)/g)].map((match) => match[1] ?? '');
  expect(named.filter((script) => !(script in scripts))).toEqual([]);
});
