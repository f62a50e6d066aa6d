import { type ArgumentForm, argumentForms, runSeconds, type ScenarioName, scenarioNames, setUp, usageSeconds, type WorldName, worlds } from '../experiments/debug-scenarios.ts';
import { readSandboxOutput, type SandboxRun } from '../experiments/sandbox-output.ts';
import { defineProbe, UnparsableOutput } from '../probe.ts';

export type DebugConnection =
  | { status: 'missing'; folder: string }
  /** The machine gave no sandbox at all. */
  | { status: 'no-sandbox'; why: string }
  | {
      status: 'ran';
      /** `archive:/…` where it came with the submission. */
      path: string;
      /** How host and port were handed over. */
      form: ArgumentForm;
      /** Without arguments; null where that run got no sandbox. */
      usage: SandboxRun | null;
      runs: ReadonlyMap<ScenarioName, ReadonlyMap<WorldName, SandboxRun>>;
    };

const quoted = (text: string) => `'${text.replaceAll("'", String.raw`'\''`)}'`;

// Host and port on stdin as well, for a script that asks for them.
const run = (words: string, stdin: string) => `script=$(cat "$NG_OUT/script")
case $script in "$HOME"/*) cd "\${script%/*}" ;; esac
if [ -x "$script" ] && [ "$(head -c 2 "$script")" = "#!" ]; then set -- "$script"; else set -- bash "$script"; fi
printf ${quoted(stdin)} | "$@" ${words}`;

const experiments = Object.entries(worlds).flatMap(([letter, world]) => {
  const facts = `name=${world.name} address=${world.address} port=${world.port} own=${world.own} gateway=${world.gateway}`;
  return scenarioNames.map(
    (scenario) => `sandbox ${scenario}-${letter} ${runSeconds} 12000 "scenario=${scenario} ${facts}; $prepare" ${quoted(run('@ARGUMENTS@', String.raw`${world.name}\n${world.port}\n`)).replace('@ARGUMENTS@', `'"$arguments_${letter}"'`)} & in_turn`,
  );
});

const forms = Object.entries(argumentForms).map(
  ([form, words]) => `${form}) ${Object.entries(worlds).map(([letter, world]) => `arguments_${letter}=${quoted(words(world))}`).join(' ')} ;;`,
);

/**
 * Runs the student's debug_connection.sh in sandboxes where the truth is known: once without arguments, which tells how it wants
 * host and port, then for every scenario in both worlds, all at once where the machine is up to it.
 */
export const debugConnection = defineProbe({
  id: 'debug-connection',
  runAs: 'root',
  phase: 'experiment',
  timeoutSeconds: 60,
  maxBytes: 400_000,
  command: `eval "$NG_SANDBOX"
NG_FOUND=
if [ -z "\${NG_UPLOAD_DEBUG_CONNECTION-}" ]; then
  NG_FOUND=$(student_script debug_connection) || { echo "missing \${NG_DELIVERABLES:-$NG_HOME}"; exit 0; }
fi
export NG_FOUND
echo "script \${NG_FOUND:-archive:/debug_connection.sh}"
find_script='if [ "$NG_FOUND" ]; then echo "$NG_FOUND"; else student_script debug_connection; fi >"$NG_OUT/script" && [ -s "$NG_OUT/script" ]'
prepare=$find_script"
"${quoted(setUp)}
first=$(sandbox usage ${usageSeconds} 6000 "scenario=closed name=${worlds.a.name} address=${worlds.a.address} port=${worlds.a.port} own=${worlds.a.own} gateway=${worlds.a.gateway}; $prepare" ${quoted(run('', ''))})
printf '%s\\n' "$first"
said=$(printf '%s\\n' "$first" | awk '$1 == "@run" { print $5 }' | base64 -d 2>/dev/null)
says() { printf '%s\\n' "$said" | grep -qiE -- "$1"; }
form=positional
if says 'host[a-z_]*[]>)}"]* +[[<("{$]*port'; then :
elif says 'host[a-z_]*[]>)}"]*:[[<("{$]*port'; then form=joined
elif says '--host' && says '--port'; then form=words
elif printf '%s\\n' "$said" | grep -qE -- '-H[ =<[]' && says '-p'; then form=capital
elif says '-h[ =<[]+[a-z<]*(host|ziel|rechner|server)' && says '-p'; then form=letters
fi
echo "form $form"
# All at once on most machines. Where even words of usage take long, a few at a time: a script's own limits of two or three
# seconds must not run out because of the others.
together=$(printf '%s\\n' "$first" | awk -v patience="\${NG_PATIENCE:-1}" '$1 == "@run" { slow = $3 != 124 && $4 > 600 } END { print (patience > 3 ? 2 : slow || patience > 1 ? 4 : 12) }')
begun=0
in_turn() { begun=$((begun + 1)); [ $((begun % together)) -ne 0 ] || wait; }
case $form in
${forms.join('\n')}
esac
${experiments.join('\n')}
wait`,
  parse({ stdout }): DebugConnection {
    const [, folder] = /^missing (.*)$/m.exec(stdout) ?? [];
    if (folder !== undefined) return { status: 'missing', folder };
    const [, path] = /^script (.+)$/m.exec(stdout) ?? [];
    if (path === undefined) throw new UnparsableOutput('the search for the script printed something else');
    const output = readSandboxOutput(stdout);
    const [why] = output.refused.values();
    if (output.runs.size === 0) return { status: 'no-sandbox', why: why ?? 'no run came to an end' };
    const [, form = 'positional'] = /^form (\w+)$/m.exec(stdout) ?? [];
    const runs = new Map(
      scenarioNames.map((scenario) => [
        scenario,
        new Map((Object.keys(worlds) as WorldName[]).flatMap((letter) => {
          const found = output.runs.get(`${scenario}-${letter}`);
          return found ? [[letter, found] as const] : [];
        })),
      ]),
    );
    return { status: 'ran', path, form: Object.hasOwn(argumentForms, form) ? (form as ArgumentForm) : 'positional', usage: output.runs.get('usage') ?? null, runs };
  },
});
