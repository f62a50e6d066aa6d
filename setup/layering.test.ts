import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync, copyFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const root = path.join(import.meta.dirname, '..');
const folder = mkdtempSync(path.join(tmpdir(), 'netgrader-layers-'));
beforeAll(() => {
  copyFileSync(path.join(root, '.oxlintrc.json'), path.join(folder, '.oxlintrc.json'));
  copyFileSync(path.join(root, 'tsconfig.json'), path.join(folder, 'tsconfig.json'));
  symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Lints one planted file with the project's own rules; the linter's words where it refuses. */
function lint(file: string, imported: string): string {
  mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
  writeFileSync(path.join(folder, file), `import { x } from '${imported}';\nexport const y = x;\n`);
  try {
    execFileSync(process.execPath, [path.join(root, 'node_modules/oxlint/bin/oxlint'), file], { cwd: folder, encoding: 'utf8', stdio: 'pipe' });
    return '';
  } catch (error) {
    return (error as { stdout: string }).stdout;
  }
}

describe('imports go one way', () => {
  test.each([
    ['rubric/a.ts', '#db/database.ts', 'rubric/ is pure'],
    ['rubric/a.ts', '#workers/collect/collect.ts', 'rubric/ is pure'],
    ['rubric/checks/ssh/a.ts', '../../../db/database.ts', 'rubric/ is pure'],
    ['rubric/a.ts', 'node:fs', 'rubric/ does no I/O'],
    ['rubric/a.ts', 'pg', 'rubric/ does no I/O'],
    ['db/schema/a.ts', '#workers/ssh/session.ts', 'db/ may import rubric/ only'],
    ['db/a.ts', '#services/api/config.ts', 'db/ may import rubric/ only'],
    ['workers/ssh/a.ts', '#services/api/config.ts', 'workers/ may import db/ and rubric/ only'],
    ['workers/ssh/a.ts', '#lab/lab.ts', 'workers/ may import db/ and rubric/ only'],
    ['services/api/a.ts', '#workers/ssh/session.ts', 'only workers/queues/'],
    ['services/web/a.ts', '#lab/lab.ts', 'does not know the lab'],
  ])('%s may not import %s', (file, imported, words) => {
    const said = lint(file, imported);
    expect(said).toContain('no-restricted-imports');
    expect(said).toContain(words);
  });

  test.each([
    ['rubric/b.ts', 'node:crypto'],
    ['db/b.ts', '#rubric/grade.ts'],
    ['workers/b.ts', '#db/database.ts'],
    ['services/api/b.ts', '#workers/queues/open-queues.ts'],
    ['services/cli/commands/b.ts', '#workers/collect/collect.ts'],
  ])('%s may import %s', (file, imported) => {
    expect(lint(file, imported)).not.toContain('no-restricted-imports');
  });
});
