import { defineProbe, toolMissing } from '../probe.ts';
import { type PublicKey, readPublicKey } from './public-key.ts';
import { readSections } from './sections.ts';
import { effectiveSshd } from './sshd-command.ts';

/** A file or folder on the way to the keys, as stat(1) tells it. */
export interface PathMode {
  path: string;
  mode: number;
  owner: string;
  /** Who else may write by way of the group; empty unless the group may write. */
  groupWriters: string[];
}

export interface AuthorizedKeysFile {
  path: string;
  /** The account's own rights suffice to read it: sshd reads it as that account. */
  readable: boolean;
  /** The file, then every folder up to the home, or up to / outside it. Empty where the file is not there. */
  paths: PathMode[];
  keys: PublicKey[];
}

export interface AuthorizedKeys {
  login: AuthorizedKeysFile[];
  grader: AuthorizedKeysFile[];
}

/**
 * The keys that sshd would accept for the student and for the grader, wherever AuthorizedKeysFile points. Only lines
 * that hold a public key are printed, so a private key pasted there by mistake stays where it is.
 */
export const authorizedKeys = defineProbe({
  id: 'authorized-keys',
  tools: ['sshd', 'ssh-keygen'],
  runAs: 'root',
  // It asks sshd and ssh-keygen several times, beside all other probes: on a busy machine that takes more than the usual.
  timeoutSeconds: 10,
  command: `${effectiveSshd}
others() { # gid user
  getent passwd | awk -F: -v gid="$1" -v user="$2" '$4 == gid && $1 != user { print $1 }'
  getent group "$1" | cut -d: -f4 | tr , '\\n' | grep -vxF "$2"
}
show() { # role user home
  uid=$(id -u "$2") && gid=$(id -g "$2") || return
  patterns=$(effective "$2" 2>/dev/null | sed -n 's/^authorizedkeysfile //p')
  for pattern in \${patterns:-.ssh/authorized_keys .ssh/authorized_keys2}; do
    file=$(printf %s "$pattern" | sed "s|%h|$3|g; s|%u|$2|g; s|%U|$uid|g; s|%%|%|g")
    case $file in none) continue ;; /*) ;; *) file=$3/$file ;; esac
    readable=no
    setpriv --reuid "$uid" --regid "$gid" --init-groups test -r "$file" && readable=yes
    printf '@@ %s %s %s\\n' "$1" "$readable" "$file"
    [ -f "$file" ] || continue
    at=$(realpath "$file") home=$(realpath "$3")
    while :; do
      mode=$(stat -c %a "$at") writers=
      case $mode in *[2367]?) writers=$(others "$(stat -c %g "$at")" "$2" | sort -u | tr '\\n' ,) ;; esac
      printf 'path\\t%s\\t%s\\t%s\\t%s\\n' "$mode" "$(stat -c %U "$at")" "$writers" "$at"
      [ "$at" = "$home" ] || [ "$at" = / ] && break
      at=\${at%/*}
      at=\${at:-/}
    done
    grep -nE '(^|[[:space:]])[a-z0-9@.-]+[[:space:]]+AAAA[A-Za-z0-9+/]' "$file" | head -n 40 | sed 's/^/key:/'
  done
}
show login "$NG_LOGIN" "$NG_HOME"
show grader "$grader" "$(getent passwd "$grader" | cut -d: -f6)"`,
  parse(output): AuthorizedKeys | { missing: true } {
    if (toolMissing(output)) return { missing: true };
    const files = (role: string) =>
      readSections(output.stdout)
        .filter(({ words }) => words[0] === role)
        .map(({ words, lines }) => ({
          path: words.slice(2).join(' '),
          readable: words[1] === 'yes',
          paths: lines.filter((line) => line.startsWith('path\t')).map(readPath),
          keys: lines.flatMap((line) => readKeyLine(line) ?? []),
        }));
    return { login: files('login'), grader: files('grader') };
  },
});

function readPath(line: string): PathMode {
  const [, mode = '', owner = '', writers = '', ...path] = line.split('\t');
  return { path: path.join('\t'), mode: Number.parseInt(mode, 8), owner, groupWriters: writers.split(',').filter(Boolean) };
}

function readKeyLine(line: string): PublicKey | undefined {
  const [, number, text = ''] = /^key:(\d+):(.*)$/.exec(line) ?? [];
  return number === undefined ? undefined : readPublicKey(Number(number), text.trim());
}
