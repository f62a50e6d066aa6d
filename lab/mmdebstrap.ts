import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { aptSources } from './apt-sources.ts';
import { dpkgOptions } from './image-packages.ts';
import { runTool } from './tool.ts';

export interface RootFileSystem {
  suite: string;
  packages: readonly string[];
  /** `directory` makes `root` in the folder, `tar` makes `root.tar`. */
  format: 'directory' | 'tar';
  /** Shell script that finishes it; run with its path as the only argument. */
  recipe: string;
  /** Units that are installed and must not start by themselves. */
  disabled?: readonly string[];
  timeoutMs: number;
}

/** Makes a Debian root file system in `folder`, which exists and is empty, from this machine's own apt sources. Throws LabToolError. */
export async function mmdebstrap(folder: string, { suite, packages, format, recipe, disabled = [], timeoutMs }: RootFileSystem): Promise<void> {
  const sources = await aptSources(suite);
  await writeFile(join(folder, 'sources.list'), `${sources.join('\n')}\n`);
  const args = [
    '--mode=root',
    '--variant=minbase',
    `--format=${format}`,
    ...dpkgOptions.map((option) => `--dpkgopt=${option}`),
    `--include=${packages.join(',')}`,
    '--customize-hook=sh /mnt/recipe.sh "$1"',
    ...(disabled.length > 0 ? [`--customize-hook=chroot "$1" systemctl --quiet disable ${disabled.join(' ')}`] : []),
    suite,
    format === 'tar' ? '/mnt/root.tar' : '/mnt/root',
    // Without sources of the machine's own (not Debian), mmdebstrap uses Debian's.
    ...(sources.length > 0 ? ['/mnt/sources.list'] : []),
  ];
  const script = join(import.meta.dirname, 'image-build.sh');
  await runTool('setpriv', ['--pdeathsig', 'TERM', 'unshare', '--mount', 'sh', script, folder, recipe, ...args], { timeoutMs });
}
