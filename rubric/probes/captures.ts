import { type Capture, readCapture } from '../captures/capture.ts';
import { bytesOf } from '../deliverables/uploads.ts';
import { defineProbe } from '../probe.ts';

/** A file that may be a packet capture. */
export interface CaptureFile {
  path: string;
  /** `unreadable`: not by the student's account; `empty`: nothing was written; `other`: not in a capture's format. */
  status: 'read' | 'unreadable' | 'empty' | 'other';
  /** Of its first 64 KiB; null unless it was read. */
  capture: Capture | null;
}

/** A capture's usual names, in any case. */
const captureName = /\.(?:pcap|pcapng|cap|dmp)\d*$/i;

/**
 * Packet captures in the deliverables, the home and the folders for temporary files; the newest six. Runs as the
 * student. Those of an uploaded archive stand beside them.
 */
export const captures = defineProbe({
  id: 'captures',
  runAs: 'login',
  maxBytes: 560_000,
  command: `folder=\${NG_DELIVERABLES:-$NG_HOME}
case $folder in /*) ;; *) folder=$NG_HOME/\${folder#'~/'} ;; esac
find "$folder" "$NG_HOME" /tmp /var/tmp -maxdepth 6 \\( -name '.?*' -o -name node_modules -o -name site-packages -o -name 'systemd-private-*' \\) -prune -o \\
  -type f \\( -iname '*.pcap*' -o -iname '*.cap' -o -iname '*.dmp' \\) -printf '%T@ %s %p\\n' 2>/dev/null |
  sort -rnu | head -n 6 | while read -r time size path; do
    readable=no
    [ -r "$path" ] && readable=yes
    printf '@@ %s %s %s %s\\n' "\${time%%.*}" "$size" "$readable" "$path"
    [ "$readable" = no ] || head -c 65536 "$path" | base64 -w 0
    echo
  done`,
  parse({ stdout }, { uploads }): CaptureFile[] {
    const onHost = stdout.split(/^@@ /m).flatMap((part): CaptureFile[] => {
      const [head = '', text = ''] = part.split('\n');
      const [, time, size, readable, path] = /^(\d+) (\d+) (yes|no) (.+)$/.exec(head) ?? [];
      if (path === undefined) return [];
      if (readable === 'no') return [{ path, status: 'unreadable', capture: null }];
      return [judged(path, size === '0', Buffer.from(text, 'base64'), Number(time))];
    });
    const handedIn = uploads
      .filter(({ path }) => captureName.test(path))
      .slice(0, 6)
      .map((upload) => judged(`archive:/${upload.path}`, upload.base64 === '', Buffer.from(bytesOf(upload)).subarray(0, 65_536), null));
    return [...handedIn, ...onHost];
  },
});

function judged(path: string, empty: boolean, bytes: Buffer, writtenAt: number | null): CaptureFile {
  const capture = readCapture(bytes, writtenAt);
  return { path, status: empty ? 'empty' : capture ? 'read' : 'other', capture };
}
