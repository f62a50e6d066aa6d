import { textOf, uploadNamed } from '../deliverables/uploads.ts';
import { defineProbe, UnparsableOutput } from '../probe.ts';

/** The student's report, as the student's own account can read it. */
export type LabReport =
  | { status: 'found'; path: string; text: string }
  | { status: 'unreadable'; path: string }
  | { status: 'missing'; folder: string }
  | { status: 'no-folder'; folder: string };

// As the command below ranks them.
const names = [/^lab_r.*\.md$/i, /^lab.?report\.(md|markdown|txt)$/i, /^report\.md$/i];

/**
 * LAB_REPORT.md in any case and any subfolder; the shallowest wins, then the newest. Links are not followed and hidden
 * folders are passed over. Runs as the student, so nothing reaches the evidence that the student may not read.
 * A report in the uploaded archive goes before the host's.
 */
export const labReport = defineProbe({
  id: 'lab-report',
  runAs: 'login',
  command: `folder=\${NG_DELIVERABLES:-$NG_HOME}
case $folder in /*) ;; *) folder=$NG_HOME/\${folder#'~/'} ;; esac
cd "$folder" 2>/dev/null || { echo "no-folder $folder"; exit 0; }
folder=\${folder%/}
find . -maxdepth 6 \\( -name '.?*' -o -name node_modules -o -name site-packages \\) -prune -o -type f \\( \\
  -iname 'lab?report.md' -o -iname 'labreport.md' -o -iname 'lab?report.markdown' -o -iname 'lab?report.txt' -o -iname 'report.md' \\) -print 2>/dev/null |
  head -n 200 | {
  best='' least=999
  while IFS= read -r path; do
    slashes=$(printf %s "$path" | tr -dc /)
    rank=\${#slashes}
    case \${path##*/} in
      [Ll][Aa][Bb]_[Rr]*.[Mm][Dd]) ;;
      [Ll]*) rank=$((rank + 100)) ;;
      *) rank=$((rank + 200)) ;;
    esac
    if [ "$rank" -lt "$least" ] || { [ "$rank" -eq "$least" ] && [ "$path" -nt "$best" ]; }; then
      best=$path least=$rank
    fi
  done
  if [ -z "$best" ]; then
    echo "missing $folder"
  elif [ ! -r "$best" ]; then
    echo "unreadable $folder/\${best#./}"
  else
    echo "found $folder/\${best#./}"
    head -c 131072 "$best"
  fi
}`,
  maxBytes: 140_000,
  uploaded({ uploads }): LabReport | null {
    const report = uploadNamed(uploads, names);
    return report && { status: 'found', path: `archive:/${report.path}`, text: textOf(report).slice(0, 131_072) };
  },
  parse(output): LabReport {
    const cut = output.stdout.indexOf('\n');
    const [, status, path = ''] = /^(found|unreadable|missing|no-folder) (.*)$/.exec(cut === -1 ? output.stdout : output.stdout.slice(0, cut)) ?? [];
    if (status === 'found') return { status, path, text: output.stdout.slice(cut + 1) };
    if (status === 'unreadable') return { status, path };
    if (status === 'missing' || status === 'no-folder') return { status, folder: path };
    throw new UnparsableOutput('the search for the report printed something else');
  },
});
