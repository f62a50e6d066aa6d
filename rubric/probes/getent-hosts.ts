import { canonicalAddress } from '../network/address.ts';
import { defineProbe, UnparsableOutput } from '../probe.ts';
import { readSections } from './sections.ts';

export interface NameAnswer {
  name: string;
  /** Canonical, each once; empty where the name does not resolve. */
  addresses: string[];
  /** True where no answer came within the time for one name. */
  timedOut: boolean;
}

/**
 * The names of the parameter internal_names, by the system's own resolver, whatever feeds it (getent(1), nsswitch.conf(5)).
 * A name that the machine itself does not know may go to its DNS server: two seconds bound the wait.
 */
export const getentHosts = defineProbe({
  id: 'getent-hosts',
  tools: ['getent'],
  timeoutSeconds: 8,
  command: `command -v getent >/dev/null || exit 127
for name in $NG_INTERNAL_NAMES; do
  {
    answer=$(timeout 2 getent ahosts "$name")
    exit=$?
    # ahosts leaves out a family of which the machine has no address (AI_ADDRCONFIG); the hosts database does not.
    [ -n "$answer" ] || answer=$(timeout 1 getent -s files hosts "$name")
    printf '@@ %s %s\\n%s\\n' "$name" "$exit" "$answer"
  } &
done
wait`,
  parse(output): NameAnswer[] {
    const answers = readSections(output.stdout).map(({ words: [name = '', exit], lines }) => ({
      name,
      addresses: [...new Set(lines.flatMap((line) => canonicalAddress(line.trim().split(/\s+/)[0] ?? '') ?? []))],
      timedOut: exit === '124',
    }));
    if (answers.length === 0) throw new UnparsableOutput('getent answered for no name');
    return answers.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  },
});
