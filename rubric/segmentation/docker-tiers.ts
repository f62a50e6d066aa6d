import { isInNetwork } from '../network/address.ts';
import type { Container, Docker, DockerNetwork } from '../probes/docker.ts';
import type { NetworkNamespaces } from '../probes/network-namespaces.ts';
import type { Demonstration, Part } from './demonstration.ts';
import { listed } from './demonstration.ts';
import { inWords, type Reach } from './reach.ts';

/** A running container whose process and addresses the kernel confirms, and its own networks (never the default bridge). */
export interface Member {
  label: string;
  inode: string;
  homes: { network: string; address: string }[];
}

interface Tiers {
  networks: DockerNetwork[];
  members: Member[];
  review: string | null;
}

/** What of the engine's words the kernel confirms. A fake docker prints anything, and has neither bridges nor processes. */
export function realTiers(docker: Docker, namespaces: NetworkNamespaces): Tiers {
  const own = new Set(docker.networks.map(({ name }) => name));
  const namespaceOf = new Map(namespaces.others.map((one) => [one.inode, one]));
  const doubts: string[] = [];
  const members = docker.containers.flatMap(({ name, status, attachments, inode }): Member[] => {
    const homes = attachments.flatMap(({ network, address }) => (own.has(network) && address !== null ? [{ network, address }] : []));
    if (status !== 'running' || homes.length === 0) return [];
    const local = inode === null ? [] : (namespaceOf.get(inode)?.localAddresses ?? []);
    if (inode !== null && homes.every(({ address }) => local.includes(address))) return [{ label: name, inode, homes }];
    doubts.push(`${docker.tool} says that ${name} runs with ${listed(homes.map(({ address }) => address))}, but no process of it has such a network namespace`);
    return [];
  });
  const networks = docker.networks.filter((network) => {
    const inUse = members.some(({ homes }) => homes.some((home) => home.network === network.name));
    if (inUse || hasBridge(network, namespaces)) return true;
    if (docker.tool === 'docker' && network.driver === 'bridge') doubts.push(`docker tells of the network ${network.name}, but the machine has no bridge for it`);
    return false;
  });
  return { networks, members, review: doubts[0] ?? null };
}

function hasBridge({ id, subnets }: DockerNetwork, { root }: NetworkNamespaces): boolean {
  return root.links.some(
    ({ name, addresses }) =>
      name === `br-${id.slice(0, 12)}` ||
      addresses.some(({ address }) =>
        subnets.some((subnet) => {
          const [, base = '', prefix = ''] = /^([\d.]+)\/(\d{1,2})$/.exec(subnet) ?? [];
          return base !== '' && !address.includes(':') && root.localAddresses.includes(address) && isIn(address, base, Number(prefix));
        }),
      ),
  );
}

function isIn(address: string, base: string, prefix: number): boolean {
  return prefix > 8 && prefix <= 32 && /^\d{1,3}(\.\d{1,3}){3}$/.test(base) && isInNetwork(address, base, prefix);
}

/**
 * Docker tiers (task 7.2): three networks of their own, a container in each, one that stands in all of them and reaches the
 * others, and containers of different tiers that do not reach each other. Names and subnets are the student's choice.
 */
export function judgeDocker(docker: Docker, namespaces: NetworkNamespaces, reach: Reach | null): Demonstration {
  const { networks, members, review } = realTiers(docker, namespaces);
  const names = networks.map(({ name, subnets }) => (subnets.length > 0 ? `${name} (${subnets.join(', ')})` : name));
  const tool = docker.tool ?? 'docker';
  const nothing = docker.silent !== null ? `${tool} is installed and does not answer (${docker.silent})` : docker.tool === null ? 'no Docker' : `no ${tool} networks of your own`;
  const summary = names.length === 0 ? nothing : `the ${tool} ${names.length === 1 ? 'network' : 'networks'} ${listed(names)}`;
  return {
    way: 'docker',
    exist: {
      done: Math.min(3, networks.length),
      total: 3,
      seen: summary,
      where: `${tool} network ls`,
      hint: 'The exercise has three tiers, each a network of its own: for the front end, the back end and the data.',
    },
    connected: connected(docker, networks, members, reach),
    isolation: reach && isolation(docker, members, reach),
    summary,
    review,
  };
}

const homesOf = (member: Member) => member.homes.map(({ network }) => network);

/** Ninths: one for each tier with a container, four for one that stands in all three, two for what it reaches there. */
function connected(docker: Docker, networks: readonly DockerNetwork[], members: readonly Member[], reach: Reach | null): Part {
  const where = `${docker.tool ?? 'docker'} network inspect`;
  const gateway = members.toSorted((a, b) => b.homes.length - a.homes.length)[0];
  const empty = networks.filter(({ name }) => !members.some((member) => homesOf(member).includes(name)));
  if (!gateway) return { done: 0, total: 9, where, seen: withStopped(docker, 'no running container is attached to a network of your own'), hint: stoppedHint(docker) };

  const spans = Math.min(3, gateway.homes.length);
  const neighbours = members.filter((member) => member !== gateway).flatMap((member) => member.homes.filter(({ network }) => homesOf(gateway).includes(network)).map((home) => ({ member, ...home })));
  const silent = neighbours.filter(({ member, address }) => reach && reach.wasTried(gateway.inode, member.inode) && !reach.way(gateway.inode, member.inode, [address]));
  const reached = neighbours.length > 0 && silent.length === 0;
  const done = Math.min(3, networks.length - empty.length) + 2 * (spans - 1) + (reached ? 2 : 0);
  const faults = [
    ...(spans < 3 ? [`${gateway.label} stands in ${listed(homesOf(gateway))} only`] : []),
    ...(empty.length > 0 ? [`no running container is attached to ${listed(empty.map(({ name }) => name))}`] : []),
    ...silent.map(({ member, address }) => `${gateway.label} does not reach ${member.label} at ${address}`),
    ...(neighbours.length === 0 ? [`${gateway.label} shares no network with another running container`] : []),
  ];
  if (faults.length === 0) return { done, total: 9, where, seen: `${gateway.label} stands in ${listed(homesOf(gateway))} and reaches ${listed([...new Set(neighbours.map(({ member }) => member.label))])}` };
  const hint = silent.length > 0 ? 'Containers of one network reach each other unless a rule of the machine’s firewall stops what is forwarded.' : 'The model API is meant to reach the feature store and the database: a running container can be attached to more networks.';
  return { done, total: 9, where, seen: withStopped(docker, faults.slice(0, 3).join('; ')), hint: members.length < 3 ? stoppedHint(docker, hint) : hint };
}

/** Containers at home in one network each, from different networks, do not reach each other. */
function isolation(docker: Docker, members: readonly Member[], reach: Reach): Part | null {
  const where = 'tried from the containers’ network namespaces, by ping and TCP';
  const single = members.filter(({ homes }) => homes.length === 1);
  const pairs = single.flatMap((one, index) => single.slice(index + 1).filter((other) => homesOf(one)[0] !== homesOf(other)[0]).map((other) => [one, other] as const));
  const tried = pairs.filter(([one, other]) => reach.wasTried(one.inode, other.inode) || reach.wasTried(other.inode, one.inode));
  if (tried.length === 0 && members.some(({ inode }) => !reach.isWhole(inode))) return null;
  if (tried.length === 0) return unpaired(docker, members, reach, where);
  const joined = tried.flatMap(([one, other]) => {
    const way = reach.way(one.inode, other.inode) ?? reach.way(other.inode, one.inode);
    if (way === null) return [];
    const [from, to] = way.from === one.inode ? [one, other] : [other, one];
    return [`${from.label} (${homesOf(from)[0]}) reaches ${to.label} (${homesOf(to)[0]}) at ${way.address} ${inWords(way.answer)}`];
  });
  const hint = 'Docker keeps its networks apart by rules of its own in the FORWARD chain: see what comes before them, or whether they were flushed.';
  if (joined.length > 0) return { done: tried.length - joined.length, total: tried.length, seen: joined.slice(0, 3).join('; '), where, hint };
  return { done: 1, total: 1, seen: `${listed([...new Set(tried.flat().map(({ label }) => label))])} do not reach one another`, where };
}

/** No two containers of different tiers: half of it is shown where a lone one does not reach the tiers of the container that spans them. */
function unpaired(docker: Docker, members: readonly Member[], reach: Reach, where: string): Part {
  const [gateway, ...others] = members.toSorted((a, b) => b.homes.length - a.homes.length);
  const spread = others.find(({ homes }) => homes.length > 1);
  if (spread) {
    return {
      done: 0,
      total: 2,
      seen: `${spread.label} stands in ${listed(homesOf(spread))}, so no two containers are kept apart`,
      where: `${docker.tool ?? 'docker'} network inspect`,
      hint: 'Only the model API belongs in several tiers: the store and the database each have one network.',
    };
  }
  const lone = others[0];
  const foreign = gateway && lone ? gateway.homes.filter(({ network }) => !homesOf(lone).includes(network)).map(({ address }) => address) : [];
  const apart = gateway !== undefined && lone !== undefined && foreign.length > 0 && reach.wasTried(lone.inode, gateway.inode) && !reach.way(lone.inode, gateway.inode, foreign);
  const seen = members.length === 0 ? 'no container runs in a network of your own' : `no two running containers of different tiers (${listed(members.map(({ label }) => label))}) to try it between`;
  return { done: apart ? 1 : 0, total: 2, seen: withStopped(docker, seen), where, hint: stoppedHint(docker, 'Each of two tiers needs a container that stands in no other.') };
}

function stopped(docker: Docker): Container[] {
  return docker.containers.filter(({ status }) => status !== 'running');
}

function withStopped(docker: Docker, seen: string): string {
  const down = stopped(docker);
  if (down.length === 0) return seen;
  return `${seen}; ${listed(down.map(({ name, status, error }) => `${name} is ${status}${error === '' ? '' : ` (${error.replaceAll(/\s+/g, ' ').slice(0, 160)})`}`))}`;
}

function stoppedHint(docker: Docker, otherwise = 'Start a container in each tier.'): string {
  const down = stopped(docker);
  if (down.length === 0) return otherwise;
  if (down.some(({ error }) => /address already in use|port is already allocated/.test(error))) {
    return 'A port of the machine can be published once: something else holds it, a service of task 1 perhaps. Publish another one, or none, since the tiers do not need it.';
  }
  return 'Look at the logs of the container that does not run, and start it again; without a restart policy it stays down after a reboot.';
}
