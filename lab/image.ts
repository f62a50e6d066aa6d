import { createHash } from 'node:crypto';
import { mkdir, readFile, readdir, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { LabImageError } from './errors.ts';
import { withFileLock } from './file-lock.ts';
import { bonusPackages, bonusUnits, dockerPackages, dpkgOptions, imagePackages } from './image-packages.ts';
import { mmdebstrap } from './mmdebstrap.ts';
import { runTool } from './tool.ts';

const recipeFile = join(import.meta.dirname, 'image-recipe.sh');
const buildTimeoutMs = 20 * 60_000;

export interface Image {
  /** Folder with the root file system. Never written to: every host has its own layer above. */
  readonly path: string;
}

/** Debian 12 and 13. */
export type Suite = keyof typeof dockerPackages;

export interface ImageOptions {
  /** Default: bookworm. */
  readonly suite?: Suite;
  /** With Docker: half as big again, and a host takes a second longer to boot. */
  readonly docker?: boolean;
  /** With the programs of the bonus challenges, none of which starts by itself. */
  readonly bonus?: boolean;
  /** Debian packages on top of the reference image's. */
  readonly packages?: readonly string[];
  readonly log?: (line: string) => void;
}

/** Where images are kept: NETGRADER_LAB_DIR, else below /var/lib, which every account may traverse. */
export function labFolder(): string {
  return process.env['NETGRADER_LAB_DIR'] ?? '/var/lib/netgrader/lab';
}

/**
 * The reference image, built with mmdebstrap on first use (about 40 s) and kept under a name made from
 * suite, packages and recipe, so an edit of any of them makes a new one. Safe to call from many processes.
 * @throws LabImageError
 */
export async function ensureImage(options: ImageOptions = {}): Promise<Image> {
  const suite = options.suite ?? 'bookworm';
  const flavours = [...(options.docker === true ? dockerPackages[suite] : []), ...(options.bonus === true ? bonusPackages : [])];
  const packages = [...new Set([...imagePackages, ...flavours, ...(options.packages ?? [])])];
  const recipe = await readFile(recipeFile);
  const hash = createHash('sha256').update(JSON.stringify([suite, packages, dpkgOptions])).update(recipe).digest('hex').slice(0, 16);
  const folder = labFolder();
  const path = join(folder, `image-${suite}-${hash}`);
  if (await exists(path)) return { path };

  await mkdir(folder, { recursive: true, mode: 0o755 });
  return withFileLock(join(folder, 'build.lock'), async () => {
    if (await exists(path)) return { path };
    await removeAbandonedBuilds(folder);
    options.log?.(`Building the lab image (Debian ${suite}, ${packages.length} packages) in ${path}: once, about a minute`);
    const building = join(folder, `building-${process.pid}`);
    try {
      await mkdir(building);
      const disabled = options.bonus === true ? bonusUnits : [];
      await mmdebstrap(building, { suite, packages, disabled, format: 'directory', recipe: recipeFile, timeoutMs: buildTimeoutMs });
    } catch (cause) {
      throw new LabImageError(
        `The lab image could not be built in ${folder} (NETGRADER_LAB_DIR). Check that apt-get update works on this machine and that there is 1 GB of space.`,
        { cause },
      );
    }
    await rename(join(building, 'root'), path);
    await removeAbandonedBuilds(folder);
    return { path };
  });
}

/** Whatever is called building-* belongs to nobody while we hold the lock. */
async function removeAbandonedBuilds(folder: string): Promise<void> {
  for (const entry of await readdir(folder)) {
    if (entry.startsWith('building-')) await runTool('rm', ['-rf', '--one-file-system', join(folder, entry)], { timeoutMs: 120_000 });
  }
}

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined)) !== undefined;
}
