import { z } from 'zod';
import { addressOfBytes, canonicalAddress, kindOfAddress } from '../network/address.ts';
import type { InterfaceAddress } from '../network/host-network.ts';
import { defineProbe, UnparsableOutput } from '../probe.ts';
import { readSections, type Section } from './sections.ts';

export interface NamespaceLink {
  name: string;
  /** Kind of a virtual link (`veth`, `bridge`, `macvlan`…); null for hardware. */
  kind: string | null;
  /** The administrative state (IFF_UP), not the carrier: the other end may be down. */
  up: boolean;
  /** The bridge that it is a port of. */
  bridge: string | null;
  addresses: InterfaceAddress[];
}

export interface NamespaceProcess {
  pid: number;
  uid: number;
  command: string;
  /** A container engine started it, by its control group. */
  container: boolean;
}

export interface NetworkNamespace {
  /** The kernel's number of it, as `lsns` prints it. */
  inode: string;
  /** Its names below /run/netns, as `ip netns list` prints them. */
  names: string[];
  /** Without `lo` and the kernel's own fallback tunnels. */
  links: NamespaceLink[];
  /** The kernel's own table of local addresses, whatever ip says; without loopback and link-local ones. */
  localAddresses: string[];
  processes: NamespaceProcess[];
}

export interface NetworkNamespaces {
  uptimeSeconds: number | null;
  /** The machine's own. */
  root: NetworkNamespace;
  others: NetworkNamespace[];
  /** Names that `ip netns list` prints and behind which the kernel holds no namespace. */
  unreal: string[];
}

/** Perl that finds all namespaces but the machine's own: %file (inode → a path to enter it by), @order, %named, %held. */
export const findNamespaces = `
  sub slurp { my ($file) = @_; open my $in, "<", $file or return ""; local $/; my $text = <$in>; return $text // "" }
  sub inode { return (readlink($_[0]) // "") =~ /(\\d+)/ ? $1 : "" }
  sub times_of { my @field = split " ", slurp("/proc/$_[0]/stat") =~ /.*\\) (.*)/s ? $1 : ""; return @field[1, 19] }
  # What began after the oldest ancestor of ours below sshd works for this visit, and is nobody else’s namespace.
  my ($at, $began) = ($$, 0);
  while ($at > 1 && slurp("/proc/$at/comm") !~ /^sshd/) { ($at, $began) = times_of($at) }
  my $root = inode("/proc/1/ns/net"); my (%file, @order, %named, %held);
  sub found { my ($inode, $path) = @_; return if exists $file{$inode}; $file{$inode} = $path; push @order, $inode }
  for my $path (glob "/run/netns/*") {
    my ($device, $inode) = stat $path; next unless $inode && $device == (stat "/proc/self/ns/net")[0];
    $named{$path} = $inode; found($inode, $path) if $inode ne $root;
  }
  for my $pid (sort { $a <=> $b } map { /(\\d+)$/ } glob "/proc/[0-9]*") {
    my $inode = inode("/proc/$pid/ns/net"); next if $inode eq "" || $inode eq $root;
    my (undef, $start) = times_of($pid); next unless defined $start && $start < $began;
    chomp(my $command = slurp("/proc/$pid/comm")); $command =~ s/[^\\w.:-]/_/g;
    my $container = slurp("/proc/$pid/cgroup") =~ m{/docker/[0-9a-f]{12}|docker-[0-9a-f]{12}|libpod|cri-containerd|kubepods|/[0-9a-f]{64}} ? 1 : 0;
    push @{$held{$inode}}, [$pid, (stat "/proc/$pid")[4] // 0, $container, $command];
    found($inode, "/proc/$pid/ns/net") if slurp("/proc/$pid/net/dev") =~ /^\\s*(?!lo:)\\S+:/m;
  }`;

/**
 * Every network namespace: those that have a name (ip-netns(8)) and those that processes hold (namespaces(7)) and
 * that have more than a loopback, at most 24. nsenter reads them from outside; nothing is created or left inside.
 */
export const networkNamespaces = defineProbe({
  id: 'network-namespaces',
  tools: ['ip'],
  runAs: 'root',
  timeoutSeconds: 8,
  maxBytes: 524_288,
  command: `for tool in perl nsenter ip; do command -v $tool >/dev/null || exit 127; done
exec perl -e '${findNamespaces}
  $| = 1;
  print "\\@\\@ uptime ", slurp("/proc/uptime") =~ /^([\\d.]+)/, "\\n";
  print "\\@\\@ listed ", join(" ", map { /^(\\S+)/ } (split /\\n/, qx(ip netns list 2>/dev/null))[0 .. 63]), "\\n";
  sub look {
    my ($inode, $path) = @_;
    print "\\@\\@ namespace $inode\\n"; system "nsenter --net=\\Q$path\\E ip -j -d addr show 2>/dev/null | head -c 60000";
    print "\\n\\@\\@ local $inode\\n"; my $read = sub { my ($table) = @_; return qx(nsenter --net=\\Q$path\\E head -c 60000 /proc/net/$table 2>/dev/null) };
    my (%local, $last); for (split /\\n/, $read->("fib_trie")) { $local{$last} = 1 if m{/32 host LOCAL}; $last = $1 if /-- (\\S+)/ }
    for (split /\\n/, $read->("if_inet6")) { my @field = split; $local{$field[0]} = 1 }
    print map { "$_\\n" } (sort keys %local)[0 .. ($#{[keys %local]} > 63 ? 63 : $#{[keys %local]})];
  }
  look($root, "/proc/1/ns/net"); my $number = 0;
  for my $path (sort keys %named) { my ($name) = $path =~ m{([^/]+)$}; $name =~ s/[^\\w.:\\@+-]/?/g; print "\\@\\@ named $named{$path} $name\\n" }
  for my $inode (@order) {
    last if ++$number > 24;
    look($inode, $file{$inode}); my $shown = 0;
    for (@{$held{$inode} || []}) { last if ++$shown > 12; print "\\@\\@ process $inode @$_\\n" }
  }'`,
  parse(output): NetworkNamespaces {
    if (output.exit === 127) throw new UnparsableOutput('ip, nsenter or perl is missing on the machine');
    const sections = readSections(output.stdout);
    const found = sections.filter(({ words }) => words[0] === 'namespace').slice(0, 25).map((section) => namespace(section, sections));
    const [root, ...others] = found;
    if (!root) throw new UnparsableOutput('no namespace was listed, not even the machine’s own');
    const uptime = Number(sections.find(({ words }) => words[0] === 'uptime')?.words[1]);
    const real = new Set(sections.filter(({ words }) => words[0] === 'named').map(({ words }) => words[2]));
    const listed = sections.find(({ words }) => words[0] === 'listed')?.words.slice(1) ?? [];
    return {
      uptimeSeconds: Number.isFinite(uptime) ? uptime : null,
      root,
      others,
      unreal: listed.filter((name) => /^[\w.:@+-]+$/.test(name) && !real.has(name)),
    };
  },
});

const list = z.array(
  z.object({
    ifname: z.string(),
    flags: z.array(z.string()).default([]),
    master: z.string().optional(),
    linkinfo: z.object({ info_kind: z.string().optional() }).optional(),
    addr_info: z.array(z.object({ local: z.string().optional(), prefixlen: z.int().optional() })).default([]),
  }),
);

/** Made in every namespace by a module that is loaded (ip-tunnel(8)); nobody moved them there. */
const fallbackTunnel = /^(lo|tunl0|sit0|gre0|gretap0|erspan0|ip6tnl0|ip6gre0|ip_vti0|ip6_vti0)$/;

function namespace(section: Section, all: Section[]): NetworkNamespace {
  const inode = section.words[1] ?? '';
  const about = (kind: string) => all.filter(({ words }) => words[0] === kind && words[1] === inode);
  return {
    inode,
    names: about('named').map(({ words }) => words[2] ?? ''),
    links: linksOf(section.lines.join('')),
    localAddresses: (about('local')[0]?.lines ?? []).slice(0, 64).flatMap((line) => {
      const bytes = /^[0-9a-f]{32}$/.test(line) ? (line.match(/../g) ?? []).map((byte) => Number.parseInt(byte, 16)) : null;
      const address = bytes ? addressOfBytes(bytes) : canonicalAddress(line);
      return address === null || !isGlobal(address) ? [] : [address];
    }),
    processes: about('process').map(({ words: [, , pid, uid, container, command] }) => ({
      pid: Number(pid),
      uid: Number(uid),
      command: command ?? '',
      container: container === '1',
    })),
  };
}

function linksOf(text: string): NamespaceLink[] {
  if (text === '') return [];
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new UnparsableOutput('not JSON', { cause });
  }
  const result = list.safeParse(json);
  if (!result.success) throw new UnparsableOutput('not the JSON of ip', { cause: result.error });
  return result.data
    .filter(({ ifname }) => !fallbackTunnel.test(ifname))
    .map((link) => ({
      name: link.ifname,
      kind: link.linkinfo?.info_kind ?? null,
      up: link.flags.includes('UP'),
      bridge: link.master ?? null,
      addresses: link.addr_info.flatMap(({ local, prefixlen }) => {
        const address = canonicalAddress(local ?? '');
        return address === null || prefixlen === undefined || !isGlobal(address) ? [] : [{ address, prefix: prefixlen }];
      }),
    }));
}

function isGlobal(address: string): boolean {
  return !['loopback', 'link-local', 'other'].includes(kindOfAddress(address));
}
