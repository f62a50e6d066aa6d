import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';

const project = join(import.meta.dirname, '..', '..');
const parts = ['Dockerfile', '.dockerignore', 'docker-compose.yml', 'package.json', 'package-lock.json', '.npmrc', 'db', 'deploy', 'lab/recorded', 'rubric', 'services', 'setup', 'workers'];

interface Locked {
  dev?: boolean;
  optional?: boolean;
  devOptional?: boolean;
}

export interface BuildContext {
  folder: string;
  /** What must not be found anywhere but in the files of secrets. */
  secrets: string[];
}

/**
 * The project as a user has it, in a folder of its own, with secrets, and with node_modules as `npm ci --omit=dev
 * --omit=optional` would make them, taken from the project's own.
 */
export async function makeBuildContext(folder: string): Promise<BuildContext> {
  for (const part of parts) {
    await cp(join(project, part), join(folder, part), { recursive: true, filter: isCommitted });
  }
  await copyDependencies(join(folder, 'deploy', 'offline'));
  const secrets = { postgres_password: randomBytes(24).toString('hex'), netgrader_secret: `v1:${randomBytes(32).toString('base64url')}` };
  for (const [name, text] of Object.entries(secrets)) await writeFile(join(folder, 'deploy', 'secrets', name), `${text}\n`, { mode: 0o644 });
  return { folder, secrets: Object.values(secrets) };
}

/** Neither dependencies nor secrets that somebody put into the folders for them. */
function isCommitted(source: string): boolean {
  return !/\/(node_modules|secrets\/(?!README)[^/]*)$/.test(source);
}

async function copyDependencies(to: string): Promise<void> {
  const lock = JSON.parse(await readFile(join(project, 'package-lock.json'), 'utf8')) as { packages: Record<string, Locked> };
  const wanted = Object.entries(lock.packages).filter(([at, { dev, optional, devOptional }]) => at !== '' && !dev && !optional && !devOptional);
  for (const [at] of wanted) {
    const source = join(project, at);
    await mkdir(join(to, at), { recursive: true });
    // Nested ones have entries of their own.
    await cp(source, join(to, at), { recursive: true, filter: (file) => !file.slice(source.length).includes('/node_modules') });
  }
}
