import { isAvailable } from '../check.ts';
import type { Unavailable } from '../evidence.ts';
import type { Docker } from '../probes/docker.ts';
import type { NamespaceReach } from '../probes/namespace-reach.ts';
import type { NetworkNamespaces } from '../probes/network-namespaces.ts';
import { type Demonstration, worth } from './demonstration.ts';
import { judgeDocker, realTiers } from './docker-tiers.ts';
import { endpointOf, type Endpoint, namespaceEndpoints } from './endpoints.ts';
import { judgeNamespaces } from './namespaces.ts';
import { reachOf } from './reach.ts';

export interface Chosen extends Demonstration {
  /** What else is there, in a clause; null where there is nothing. */
  other: string | null;
  /** Why Docker could not be asked; null where it could. */
  unknown: string | null;
}

/**
 * The demonstration that earns more, since the exercise says “Docker or namespaces”: every check of the criterion judges
 * this one. One namespace and one Docker network together count as two segments.
 */
export function chooseDemonstration(namespaces: NetworkNamespaces, docker: Docker | Unavailable, tried: NamespaceReach | Unavailable): Chosen {
  const reach = reachOf(tried);
  const engine = isAvailable(docker) ? docker : null;
  const inContainers = new Set(engine?.containers.flatMap(({ inode }) => inode ?? []) ?? []);
  const endpoints = namespaceEndpoints(namespaces, inContainers);
  const plain = judgeNamespaces(endpoints, reach);
  const judged: Demonstration[] = [plain];
  if (engine) {
    const tiers = judgeDocker(engine, namespaces, reach);
    judged.push(tiers);
    const guests = oneOfEachNetwork(engine, namespaces);
    if (endpoints.length > 0 && guests.length > 0) judged.push(judgeNamespaces([...endpoints, ...guests], reach, 'mixed'));
  }
  const best = judged.toSorted((a, b) => worth(b) - worth(a))[0] ?? plain;
  const unreal = namespaces.unreal[0];
  const fake = unreal === undefined ? null : `ip netns list names ${unreal}, but the kernel holds no such namespace`;
  const rest = judged.filter(({ way, exist }) => way !== best.way && way !== 'mixed' && exist.done > 0).map(({ summary }) => summary);
  return {
    ...best,
    review: fake ?? judged.find(({ review }) => review !== null)?.review ?? null,
    other: best.way === 'mixed' ? null : (rest[0] ?? null),
    unknown: isAvailable(docker) ? null : docker.detail,
  };
}

function oneOfEachNetwork(docker: Docker, namespaces: NetworkNamespaces): Endpoint[] {
  const { networks, members } = realTiers(docker, namespaces);
  const taken = new Set<string>();
  return networks.flatMap(({ name }) => {
    const member = members.find(({ inode, homes }) => homes.some(({ network }) => network === name) && !taken.has(inode));
    const found = namespaces.others.find(({ inode }) => inode === member?.inode);
    if (!member || !found) return [];
    taken.add(member.inode);
    return [endpointOf(found, member.label)];
  });
}
