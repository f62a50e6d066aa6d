import { defineProbe } from '../probe.ts';

export interface PrivateKeyFile {
  path: string;
  mode: number;
  owner: string;
}

/**
 * Private keys in and near ~/.ssh of the student, known by their header. Path, mode and owner only: nothing of a key
 * is ever printed. As root, since a key made with sudo is not the student's to read.
 */
export const privateKeys = defineProbe({
  id: 'private-keys',
  runAs: 'root',
  command: `[ -d "$NG_HOME" ] || exit 0
find "$NG_HOME" -xdev -maxdepth 3 -type f -size -33k \\
  \\( -path "$NG_HOME/.ssh/*" -o -name 'id_*' -o -name '*_key' -o -name 'ml_platform_key*' \\) \\
  -exec grep -lE -m1 -e '^-----BEGIN ([A-Z0-9]+ )*PRIVATE KEY-----|^PuTTY-User-Key-File' {} + 2>/dev/null |
  head -n 50 | while IFS= read -r path; do stat -c '%a	%U	%n' "$path"; done`,
  parse(output): PrivateKeyFile[] {
    return output.stdout.split('\n').flatMap((line) => {
      const [mode, owner, ...path] = line.split('\t');
      if (mode === undefined || owner === undefined || path.length === 0) return [];
      return [{ path: path.join('\t'), mode: Number.parseInt(mode, 8), owner }];
    });
  },
});
