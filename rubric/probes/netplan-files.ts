import { defineProbe } from '../probe.ts';

/** A file that netplan reads (netplan(5): *.yaml of /run, /etc and /lib, by name). */
export interface NetplanFile {
  path: string;
  /** Octal, as stat(1) prints it. */
  mode: string;
  text: string;
}

/** The files as they are; whether they parse is judged in the check, as netplan itself may be missing. */
export const netplanFiles = defineProbe({
  id: 'netplan-files',
  runAs: 'root',
  command: `for file in /lib/netplan/*.yaml /etc/netplan/*.yaml /run/netplan/*.yaml; do
  [ -f "$file" ] && [ ! -L "$file" ] || continue
  echo "@@ $(stat -c %a "$file") $file"
  head -c 16384 "$file" | sed 's/\\([Pp]assword"\\{0,1\\}:\\).*/\\1 hidden/'
  echo
done`,
  parse: (output): NetplanFile[] =>
    output.stdout
      .split(/^@@ /m)
      .slice(1)
      .map((part) => {
        const [, mode = '', path = '', text = ''] = /^(\S+) (.*)\n([^]*)$/.exec(part) ?? [];
        return { path, mode, text };
      }),
});
