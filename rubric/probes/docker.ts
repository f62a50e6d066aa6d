import { z } from 'zod';
import { canonicalAddress } from '../network/address.ts';
import { defineProbe, toolMissing, UnparsableOutput } from '../probe.ts';
import { readSections } from './sections.ts';

export interface DockerNetwork {
  id: string;
  name: string;
  driver: string;
  /** CIDR, as the engine says them. */
  subnets: string[];
}

export interface Container {
  name: string;
  /** `running`, `created`, `exited`… */
  status: string;
  /** Why it did not start or how it ended, in the engine's words; empty where there is nothing to say. */
  error: string;
  restartPolicy: string;
  attachments: { network: string; address: string | null }[];
  pid: number;
  /** The network namespace that its process has, by the kernel; null where there is no such process. */
  inode: string | null;
}

export interface Docker {
  /** `null`: neither docker nor podman is installed. */
  tool: 'docker' | 'podman' | null;
  /** Why the engine said nothing, in its words; null where it answered. */
  silent: string | null;
  /** Made by the student: without the engine's own. */
  networks: DockerNetwork[];
  containers: Container[];
}

const fields = [
  ['name', '.Name'],
  ['status', '.State.Status'],
  ['error', '.State.Error'],
  ['exit', '.State.ExitCode'],
  ['pid', '.State.Pid'],
  ['restart', '.HostConfig.RestartPolicy.Name'],
  ['networks', '.NetworkSettings.Networks'],
].map(([name, field]) => `"${name}":{{json ${field}}}`);

/**
 * Networks and containers as docker (or podman, which speaks the same) inspects them, at most 20 and 30, and the network
 * namespace of each running one as the kernel has it. Nothing is started, and of a container's settings nothing is read
 * that may hold a password. A daemon that hangs is no evidence: the probe's own time limit ends it.
 */
export const docker = defineProbe({
  id: 'docker',
  tools: ['docker'],
  runAs: 'root',
  timeoutSeconds: 12,
  maxBytes: 524_288,
  command: `PATH=$PATH:/snap/docker/current/bin
for tool in docker podman; do command -v $tool >/dev/null && break; tool=; done
[ "$tool" ] || exit 127
if [ $tool = docker ] && $tool --version 2>/dev/null | grep -qi podman; then tool=podman; fi
echo "@@ tool $tool"
if [ $tool = podman ]; then
  # Its first use makes folders; where root never used it, there is nothing of root's to see.
  [ -d /var/lib/containers/storage ] || { echo "@@ silent"; echo 'root never used it'; exit 0; }
elif daemon=$(grep -lx dockerd /proc/[0-9]*/comm 2>/dev/null) || [ "$daemon" ]; then
  # Without root: the daemon of an ordinary user has its socket elsewhere.
  user=$(stat -c %u "$(printf '%s\\n' "$daemon" | head -n 1)" 2>/dev/null)
  [ "\${user:-0}" = 0 ] || export DOCKER_HOST="unix:///run/user/$user/docker.sock"
elif [ "$(head -c 4 "$(command -v docker)" | tail -c 3)" = ELF ]; then
  # To ask it would start it by its socket.
  echo "@@ silent"; echo 'its daemon does not run'; exit 0
fi
networks=$($tool network ls --no-trunc -q 2>&1) || { echo "@@ silent"; printf '%s\\n' "$networks" | head -c 500; exit 0; }
names=$({ $tool ps -q; $tool ps -a -q; } 2>/dev/null | awk '!seen[$0]++' | head -n 30)
{
  echo "@@ networks"
  [ -z "$networks" ] || $tool network inspect $(printf '%s\\n' "$networks" | head -n 20) 2>/dev/null | head -c 200000
  echo
} &
[ -z "$names" ] || containers=$($tool inspect --type container --format '{${fields.join(',')}}' $names 2>/dev/null | head -c 200000)
wait
echo "@@ containers"
printf '%s\\n' "$containers"
printf '%s\\n' "$containers" | sed -n 's/.*"pid":\\([1-9][0-9]*\\),.*/\\1/p' | while read -r pid; do
  echo "@@ pid $pid $(stat -L -c %i "/proc/$pid/ns/net" 2>/dev/null)"
done`,
  parse(output): Docker {
    const none = { silent: null, networks: [], containers: [] };
    if (toolMissing(output)) return { ...none, tool: null };
    const sections = readSections(output.stdout);
    const part = (name: string) => sections.find(({ words }) => words[0] === name);
    const tool = part('tool')?.words[1] === 'podman' ? 'podman' : 'docker';
    const silent = part('silent');
    if (silent) return { ...none, tool, silent: silent.lines[0]?.slice(0, 200) ?? 'it ended with an error' };
    const inodes = new Map(sections.filter(({ words }) => words[0] === 'pid').map(({ words }) => [Number(words[1]), words[2] || null]));
    return {
      tool,
      silent: null,
      networks: read(networkList, part('networks')?.lines.join('\n') || '[]').filter(({ name, driver }) => isOwn(name, driver)),
      containers: (part('containers')?.lines ?? []).slice(0, 30).map((line) => {
        const { networks, pid, name, restart, ...rest } = read(containerLine, line);
        return {
          name: name.replace(/^\//, ''),
          status: rest.status,
          error: rest.error || (rest.status === 'running' || rest.exit === 0 ? '' : `it ended with ${rest.exit}`),
          restartPolicy: restart ?? '',
          attachments: Object.entries(networks ?? {}).map(([network, { IPAddress }]) => ({ network, address: canonicalAddress(IPAddress ?? '') })),
          pid,
          inode: inodes.get(pid) ?? null,
        };
      }),
    };
  },
});

const subnet = z.object({ Subnet: z.string().optional(), subnet: z.string().optional() });
const subnetList = z.array(subnet).nullish();

/** Docker writes Capitals and IPAM, podman small letters and subnets. */
const networkList = z.array(
  z
    .object({
      Id: z.string().optional(),
      id: z.string().optional(),
      Name: z.string().optional(),
      name: z.string().optional(),
      Driver: z.string().optional(),
      driver: z.string().optional(),
      IPAM: z.object({ Config: subnetList }).optional(),
      subnets: subnetList,
    })
    .transform((one) => ({
      id: one.Id ?? one.id ?? '',
      name: one.Name ?? one.name ?? '',
      driver: one.Driver ?? one.driver ?? '',
      subnets: (one.IPAM?.Config ?? one.subnets ?? []).flatMap(({ Subnet, subnet: small }) => Subnet ?? small ?? []),
    })),
);

const containerLine = z.object({
  name: z.string(),
  status: z.string(),
  error: z.string().nullish(),
  exit: z.int().nullish(),
  pid: z.int(),
  restart: z.string().nullish(),
  networks: z.record(z.string(), z.object({ IPAddress: z.string().nullish() })).nullish(),
});

/** The engine's own: docker's bridge, host and none, swarm's two, podman's default. */
function isOwn(name: string, driver: string): boolean {
  return !['bridge', 'host', 'none', 'docker_gwbridge', 'ingress', 'podman'].includes(name) && !['host', 'null', 'none'].includes(driver);
}

function read<T>(schema: z.ZodType<T>, text: string): T {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new UnparsableOutput('not JSON', { cause });
  }
  const result = schema.safeParse(json);
  if (!result.success) throw new UnparsableOutput('not what docker inspect prints', { cause: result.error });
  return result.data;
}
