import { defineCheck, failed, isAvailable, passed } from '../../check.ts';

/** A condition of the checks on the daemon, worth nothing by itself: the stock configuration loads as well. */
export const configurationLoads = defineCheck({
  id: 'ssh.configuration-loads',
  title: 'The SSH daemon accepts its configuration',
  expected: 'a configuration that sshd would start with',
  hint: 'Look at the line that sshd complains about. Its own test mode tells you when all is well, before you reload.',
  needs: ['sshd'],
  uses: ['sshd-files'],
  evaluate({ sshd, 'sshd-files': files }) {
    if (sshd.missing) {
      return failed({
        seen: 'there is no OpenSSH daemon (sshd) on the machine, so its settings cannot be read',
        hint: 'The exercise hardens OpenSSH: install its server.',
      });
    }
    if (!sshd.loads) {
      return failed({
        seen: 'sshd refuses it: at its next start it would stay off, and nobody could log in',
        where: placeOf(sshd.complaints) ?? 'sshd -t',
        quote: sshd.complaints,
      });
    }
    const changed = isAvailable(files) ? files.changedSinceLoad : [];
    return passed({
      seen: 'sshd accepts it',
      where: 'sshd -t',
      ...(changed.length > 0
        ? { review: `${changed.join(', ')} changed after the daemon last read its configuration: a reload may be missing` }
        : {}),
    });
  },
});

/** The file and line of the first error: `FILE: line 3: Bad configuration option…` or `FILE line 3: unsupported…`. */
function placeOf(complaints: string): string | undefined {
  const [, file, line] = /^(\/\S+?):? line (\d+)/m.exec(complaints) ?? [];
  return file && line ? `${file}:${line}` : undefined;
}
