import { defineProbe, UnparsableOutput } from '../probe.ts';

export interface Bgp {
  /** True where a process bgpd runs. */
  running: boolean;
  /** State of each neighbour, as FRRouting names it: Established, Active, Connect, Idle. */
  peers: { address: string; state: string }[];
}

/** FRRouting's bgpd: its neighbours by vtysh, in each network namespace that it may run in (`vtysh -N`). */
export const bgp = defineProbe({
  id: 'bgp',
  runAs: 'root',
  command: `running=no
for comm in /proc/[0-9]*/comm; do read -r name <"$comm" && [ "$name" = bgpd ] && running=yes; done 2>/dev/null
echo "$running"
[ "$running" = yes ] && command -v vtysh >/dev/null || exit 0
vtysh -c 'show bgp summary json' 2>/dev/null | head -c 32768 | tr '\\n' ' '
for space in /run/frr/*/; do
  [ -e "$space/bgpd.vty" ] || continue
  echo
  vtysh -N "$(basename "$space")" -c 'show bgp summary json' 2>/dev/null | head -c 32768 | tr '\\n' ' '
done
exit 0`,
  maxBytes: 140_000,
  parse({ stdout }): Bgp {
    const [running, ...summaries] = stdout.split('\n');
    if (running !== 'yes' && running !== 'no') throw new UnparsableOutput('the search for bgpd printed something else');
    // "peers" holds an object a neighbour; read by its fields alone, so that other versions' additions do no harm.
    const peers = summaries.flatMap((text) =>
      [...text.matchAll(/"([\da-fA-F.:]{3,45}|\w{1,15})"\s*:\s*\{[^{}]{0,4000}?"state"\s*:\s*"(\w{1,20})"/g)].map(([, address = '', state = '']) => ({ address, state })),
    );
    return { running: running === 'yes', peers };
  },
});
