import { defineProbe } from '../probe.ts';
import { effectiveSshd } from './sshd-command.ts';

/** One line of the daemon's configuration that is neither blank nor a comment. */
export interface SshdDirective {
  file: string;
  line: number;
  /** Lower case, today's name: `challengeresponseauthentication` reads as `kbdinteractiveauthentication`. */
  keyword: string;
  value: string;
  /** The line as it is written, indentation aside. */
  text: string;
  /** The Match line it stands under; null where it holds for everybody. */
  match: string | null;
}

export interface SshdFiles {
  /** In the order in which sshd reads them, Include'd files in place. */
  directives: SshdDirective[];
  /** Files whose last change is younger than the daemon's pid file, which it rewrites whenever it (re)loads. */
  changedSinceLoad: string[];
}

const aliases: Record<string, string> = {
  challengeresponseauthentication: 'kbdinteractiveauthentication',
  skeyauthentication: 'kbdinteractiveauthentication',
  dsaauthentication: 'pubkeyauthentication',
};

/** The daemon's configuration files, so that a message can name the line that decided (sshd_config(5): the first wins). */
export const sshdFiles = defineProbe({
  id: 'sshd-files',
  runAs: 'root',
  command: `${effectiveSshd}
loaded=/run/sshd.pid
walk() ( # file depth
  [ -r "$1" ] && [ "$2" -lt 16 ] || exit 0
  [ -e "$loaded" ] && [ "$1" -nt "$loaded" ] && printf 'newer\\t%s\\n' "$1"
  number=0
  while IFS= read -r line || [ -n "$line" ]; do
    number=$((number + 1))
    line=\${line#"\${line%%[![:space:]]*}"}
    case $line in '' | '#'*) continue ;; esac
    printf 'line\\t%s\\t%s\\t%s\\t%s\\n' "$2" "$1" "$number" "$line"
    case $line in
      [Ii][Nn][Cc][Ll][Uu][Dd][Ee][[:space:]=]*)
        patterns=$(printf %s "$line" | tr '=\\t"' '   ')
        for pattern in \${patterns#???????}; do
          case $pattern in /*) ;; *) pattern=/etc/ssh/$pattern ;; esac
          set +f
          set -- "$1" "$2" $pattern
          set -f
          base=$1 depth=$2
          shift 2
          for included; do walk "$included" $((depth + 1)); done
          set -- "$base" "$depth"
        done
        ;;
    esac
  done <"$1"
)
main=/etc/ssh/sshd_config
set -- $options
while [ $# -gt 1 ]; do
  [ "$1" = -f ] && main=$2
  shift
done
walk "$main" 0`,
  parse(output): SshdFiles {
    const rows = output.stdout.split('\n').map((row) => row.split('\t'));
    return {
      directives: readDirectives(rows.filter(([kind]) => kind === 'line')),
      changedSinceLoad: rows.filter(([kind]) => kind === 'newer').flatMap(([, file]) => file ?? []),
    };
  },
});

function readDirectives(rows: string[][]): SshdDirective[] {
  // A Match holds to the end of its file; a file included below it inherits it.
  const matchAt: { file: string; match: string | null }[] = [];
  return rows.flatMap(([, depthText, file = '', line, ...rest]) => {
    const depth = Number(depthText);
    matchAt.length = Math.min(matchAt.length, depth + 1);
    const above = matchAt[depth - 1]?.match ?? null;
    if (matchAt[depth]?.file !== file) matchAt[depth] = { file, match: above };

    const text = rest.join('\t').trim();
    const [, word = '', value = ''] = /^([^\s=]+)[\s=]*(.*)$/s.exec(text) ?? [];
    const keyword = aliases[word.toLowerCase()] ?? word.toLowerCase();
    if (keyword === 'match') {
      matchAt[depth] = { file, match: value };
      return [];
    }
    return [{ file, line: Number(line), keyword, value: unquote(value), text, match: matchAt[depth]?.match ?? null }];
  });
}

/** A trailing comment and the quotes around one value do not belong to it. */
function unquote(value: string): string {
  const bare = value.split(/\s#/, 1)[0]?.trim() ?? '';
  return /^"([^"]*)"$/.exec(bare)?.[1] ?? bare;
}
