import { spawn } from 'node:child_process';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureDependencies } from './dependencies.mjs';
import { OLDEST_MAJOR, REQUIRED_MAJOR, runningMajor, suitableNode } from './node-release.mjs';

const ROOT = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/**
 * Runs a TypeScript entry file of the project with a Node that can, after making sure that the dependencies are
 * installed, and ends this process with its exit code (128 + n after signal n).
 * @param {string} entry path below the project's folder
 * @param {string[]} args handed to it
 */
export async function launch(entry, args) {
  if (runningMajor() < OLDEST_MAJOR) {
    refuse(`Node ${OLDEST_MAJOR} or newer is needed to start and this is ${process.version}`);
  }
  const code = await ensureDependencies(ROOT);
  if (code !== 0) process.exit(code);
  const node = suitableNode(ROOT);
  if (node === undefined) {
    refuse(
      `Node ${REQUIRED_MAJOR} is needed, this is ${process.version} and npm has none to install for ` +
        `${process.platform}-${process.arch} (or was told to omit optional dependencies)`,
    );
  }
  const PATH = [path.dirname(node), process.env['PATH']].filter(Boolean).join(path.delimiter);
  const child = spawn(node, [path.join(ROOT, entry), ...args], { stdio: 'inherit', env: { ...process.env, PATH } });
  forwardSignals(child);
  child.on('error', (error) => refuse(`${node} does not start here (${error.message})`));
  child.on('exit', (status, signal) => process.exit(signal ? 128 + os.constants.signals[signal] : (status ?? 1)));
}

/** A terminal's Ctrl-C reaches the child by itself, and a second one would mean "at once"; `kill` reaches only us. */
function forwardSignals(child) {
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  process.on('SIGHUP', () => child.kill('SIGHUP'));
  process.on('SIGINT', () => process.stdin.isTTY || child.kill('SIGINT'));
}

function refuse(reason) {
  process.stderr.write(`netgrader: ${reason}. Install Node ${REQUIRED_MAJOR} from https://nodejs.org and run this again.\n`);
  process.exit(2);
}
