import { createHash } from 'node:crypto';
import { copyFile, mkdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { withFileLock } from '../file-lock.ts';
import { dpkgOptions } from '../image-packages.ts';
import { labFolder } from '../image.ts';
import { mmdebstrap } from '../mmdebstrap.ts';

/** A Debian root file system that takes the place of an image from a registry. */
export interface StandIn {
  /** The name in docker-compose.yml or the Dockerfile. */
  image: string;
  tar: string;
  /** Instructions of a Dockerfile that `docker import --change` takes. */
  changes: readonly string[];
  /** What it really is, for the table. */
  really: string;
}

const suite = 'bookworm';
const recipes: readonly (Omit<StandIn, 'tar'> & { packages: readonly string[]; files: Readonly<Record<string, string>> })[] = [
  {
    image: 'node:24-bookworm-slim',
    really: `Debian ${suite} and Node ${process.versions.node} from npm`,
    packages: ['libstdc++6', 'ca-certificates'],
    files: { node: process.execPath },
    changes: ['CMD ["node"]'],
  },
  {
    image: 'postgres:18',
    really: `Debian ${suite}'s postgresql`,
    packages: ['postgresql'],
    files: { 'postgres-entrypoint.sh': join(import.meta.dirname, 'postgres-entrypoint.sh') },
    changes: ['ENV PGDATA=/var/lib/postgresql/18/docker', 'VOLUME /var/lib/postgresql', 'ENTRYPOINT ["docker-entrypoint.sh"]', 'CMD ["postgres"]'],
  },
  {
    image: 'redis:8',
    really: `Debian ${suite}'s redis-server`,
    packages: ['redis-server'],
    files: {},
    changes: ['WORKDIR /data', 'VOLUME /data', 'CMD ["redis-server"]'],
  },
];

/** Stand-ins for the three images, made with mmdebstrap on first use and kept beside the lab's images. Throws LabToolError. */
export async function ensureStandIns(log: (line: string) => void): Promise<StandIn[]> {
  await mkdir(labFolder(), { recursive: true, mode: 0o755 });
  return withFileLock(join(labFolder(), 'stand-ins.lock'), async () => {
    const made: StandIn[] = [];
    for (const { packages, files, ...recipe } of recipes) {
      const hash = createHash('sha256').update(JSON.stringify([suite, packages, dpkgOptions]));
      for (const file of [join(import.meta.dirname, 'stand-in-recipe.sh'), ...Object.values(files)]) hash.update(await readFile(file));
      const tar = join(labFolder(), `stand-in-${hash.digest('hex').slice(0, 16)}.tar`);
      if (!(await stat(tar).catch(() => undefined))) {
        log(`making a stand-in for ${recipe.image}: ${recipe.really}`);
        await build(tar, packages, files);
      }
      made.push({ ...recipe, tar });
    }
    return made;
  });
}

async function build(tar: string, packages: readonly string[], files: Readonly<Record<string, string>>): Promise<void> {
  const building = join(labFolder(), `stand-in-building-${process.pid}`);
  try {
    await mkdir(join(building, 'files'), { recursive: true });
    for (const [name, file] of Object.entries(files)) await copyFile(file, join(building, 'files', name));
    await mmdebstrap(building, { suite, packages, format: 'tar', recipe: join(import.meta.dirname, 'stand-in-recipe.sh'), timeoutMs: 600_000 });
    await rename(join(building, 'root.tar'), tar);
  } finally {
    await rm(building, { recursive: true, force: true });
  }
}
