import { textOf } from '../deliverables/uploads.ts';
import { type DeliverableKind, kindOf, kindPatterns, type ScriptName, scriptNames, scriptPattern } from '../deliverables/names.ts';
import type { Upload, Visit } from '../evidence.ts';
import { defineProbe } from '../probe.ts';

/** A text among the deliverables. `archive:/…` is where an uploaded one lies. */
export interface DeliverableFile {
  path: string;
  kind: DeliverableKind | ScriptName;
  /** Its first bytes; null where the student's own account cannot read it. */
  text: string | null;
}

export interface DeliverableScript {
  path: string;
  text: string | null;
  executable: boolean;
  /** What the shell of its first line says with -n; null where no shell could be asked. */
  syntax: { ok: boolean; message: string } | null;
}

export interface Deliverables {
  /** The folder that was searched, on the host. */
  folder: string;
  /** False where the folder that the submission names cannot be opened. */
  folderFound: boolean;
  /** Best first: uploaded ones, then the shallowest, then the newest. */
  files: DeliverableFile[];
  scripts: Record<ScriptName, DeliverableScript | null>;
  images: { path: string; bytes: number }[];
}

const classes = kindPatterns.map(([kind, pattern]) => `if (base ~ /${pattern}/) return "${kind}"`).join('\n      ');

/**
 * The deliverables, found by name in any case and any subfolder; the shallowest wins, then the newest. Links are not
 * followed, hidden folders passed over. Runs as the student, so nothing reaches the evidence that the student may not
 * read. Scripts are parsed by `-n` of their shell, never run. Contents travel in base64.
 */
export const deliverables = defineProbe({
  id: 'deliverables',
  runAs: 'login',
  timeoutSeconds: 8,
  maxBytes: 900_000,
  command: `folder=\${NG_DELIVERABLES:-$NG_HOME}
case $folder in /*) ;; *) folder=$NG_HOME/\${folder#'~/'} ;; esac
encode() { printf %s "$1" | base64 -w 0; }
syntax() { # name shell, the script on stdin
  command -v "$2" >/dev/null || return
  message=$("$2" -n 2>&1)
  echo "@syntax $1 $? $(encode "$(printf %s "$message" | head -c 1000)")"
}
shell_of() { # first line
  case $1 in '#!'*bash* | [!#]* | '' | '#'[!!]*) echo bash ;; '#!'*sh*) echo sh ;; '#!'*) echo other ;; esac
}
for name in ${scriptNames.join(' ')}; do
  eval "uploaded=\\\${NG_UPLOAD_$(echo "$name" | tr a-z A-Z)-}"
  [ "$uploaded" ] || continue
  printf '%s\\n' "$uploaded" | syntax "archive:$name" "$(shell_of "$(printf '%s\\n' "$uploaded" | head -n 1)")"
done
cd "$folder" 2>/dev/null || { echo "@no-folder $folder"; exit 0; }
echo "@folder \${folder%/}"
find . -maxdepth 6 \\( -name '.?*' -o -name node_modules -o -name site-packages -o -name venv \\) -prune -o -type f -printf '%d %T@ %s %P\\n' 2>/dev/null |
  awk '
    function kind(base) {
      ${classes}
      return ""
    }
    { depth = $1; time = $2; size = $3; sub(/^[^ ]* [^ ]* [^ ]* /, ""); base = tolower($0); sub(/.*\\//, "", base)
      of = kind(base); if (of != "" && of != "report") print depth, time, of, size, $0 }' |
  head -n 4000 | sort -k1,1n -k2,2rn | awk '
    { of = $3; limit = of == "image" ? 60 : of == "other" ? 6 : of == "rules" ? 4 : of ~ /_/ ? 1 : 2
      sub(/^[^ ]* [^ ]* /, ""); if (++seen[of] <= limit) print }' |
  while read -r kind size path; do
    [ -f "$path" ] || continue
    [ "$kind" = image ] && { echo "@image $size $path"; continue; }
    [ -r "$path" ] || { echo "@file $kind - unreadable $path"; continue; }
    case $kind in guide) limit=131072 ;; *_*) limit=49152 ;; rules | other) limit=32768 ;; *) limit=16384 ;; esac
    mode=plain
    [ -x "$path" ] && mode=executable
    echo "@file $kind $(head -c "$limit" "$path" | base64 -w 0)= $mode $path"
    case $kind in *_*) syntax "$kind" "$(shell_of "$(head -n 1 "$path" | head -c 200)")" <"$path" ;; esac
  done`,
  parse({ stdout }, visit): Deliverables {
    const host = readHost(stdout);
    const uploaded = visit.uploads.filter(({ path }) => !/(?:^|\/)\.[^/]*\//.test(path));
    const scripts = Object.fromEntries(
      scriptNames.map((name) => [name, uploadedScript(uploaded, name, host.syntax) ?? host.scripts.get(name) ?? null]),
    ) as Record<ScriptName, DeliverableScript | null>;
    return {
      folder: host.folder,
      folderFound: host.folderFound,
      files: [...uploadedFiles(visit), ...host.files],
      scripts,
      images: [
        ...uploaded.filter(({ path }) => kindOf(path) === 'image').map(({ path, base64 }) => ({ path: `archive:/${path}`, bytes: base64.length })),
        ...host.images,
      ],
    };
  },
});

function readHost(stdout: string) {
  const files: DeliverableFile[] = [];
  const images: Deliverables['images'] = [];
  const scripts = new Map<ScriptName, DeliverableScript>();
  const syntax = new Map<string, { ok: boolean; message: string }>();
  let folder = '';
  let folderFound = true;
  for (const line of stdout.split('\n')) {
    const [, word, rest = ''] = /^@(folder|no-folder|image|file|syntax) (.*)$/.exec(line) ?? [];
    if (word === 'folder' || word === 'no-folder') [folder, folderFound] = [rest, word === 'folder'];
    const [first = '', second = '', third = '', ...path] = rest.split(' ');
    if (word === 'image') images.push({ path: `${folder}/${[second, third, ...path].join(' ').trimEnd()}`, bytes: Number(first) });
    if (word === 'syntax') {
      const said = { ok: second === '0', message: decode(third) };
      syntax.set(first, said);
      const script = scripts.get(first as ScriptName);
      if (script) script.syntax = said;
    }
    if (word !== 'file') continue;
    const text = third === 'unreadable' ? null : decode(second);
    const file = { path: `${folder}/${path.join(' ')}`, text };
    if (isScriptName(first)) scripts.set(first, { ...file, executable: third === 'executable', syntax: null });
    else files.push({ ...file, kind: first as DeliverableKind });
  }
  return { files, images, scripts, syntax, folder, folderFound };
}

function uploadedFiles({ uploads }: Visit): DeliverableFile[] {
  return uploads
    .toSorted((a, b) => a.path.split('/').length - b.path.split('/').length || (a.path < b.path ? -1 : 1))
    .flatMap((upload) => {
      const kind = kindOf(upload.path);
      if (kind === null || kind === 'image' || kind === 'report' || isScriptName(kind)) return [];
      return [{ path: `archive:/${upload.path}`, kind, text: textOf(upload).slice(0, 131_072) }];
    });
}

function uploadedScript(uploads: readonly Upload[], name: ScriptName, syntax: ReadonlyMap<string, { ok: boolean; message: string }>): DeliverableScript | null {
  const [upload] = uploads
    .filter(({ path }) => scriptPattern(name).test(path.slice(path.lastIndexOf('/') + 1)))
    .toSorted((a, b) => a.path.split('/').length - b.path.split('/').length || (a.path < b.path ? -1 : 1));
  if (!upload) return null;
  return { path: `archive:/${upload.path}`, text: textOf(upload), executable: upload.executable, syntax: syntax.get(`archive:${name}`) ?? null };
}

function isScriptName(kind: string): kind is ScriptName {
  return (scriptNames as readonly string[]).includes(kind);
}

function decode(base64: string): string {
  return Buffer.from(base64, 'base64').toString('utf8');
}
