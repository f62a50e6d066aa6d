import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { UnparsableOutput } from '../probe.ts';
import { decide } from './decide.ts';
import type { Decision } from './decision.ts';
import { readFirewall } from './firewall.ts';
import type { HostPlace } from './host-place.ts';
import { parseIptablesSave } from './iptables.ts';
import { parseNftables } from './nftables.ts';
import type { Packet } from './packet.ts';
import type { Firewall } from './ruleset.ts';

const recorded = (name: string): string => readFileSync(join(import.meta.dirname, 'recorded', name), 'utf8');

const syn: Packet = { protocol: 'tcp', family: 4, source: '203.0.113.9', destination: '10.0.0.2', port: 22, inInterface: 'eth0', state: 'new' };

function ask(firewall: Firewall, change: Partial<Packet>, host?: HostPlace): Decision {
  return decide(firewall, { ...syn, ...change }, host);
}

describe('ufw, as recorded', () => {
  const ufw = readFirewall({ iptables: [recorded('ufw-iptables.txt')], ip6tables: [recorded('ufw-ip6tables.txt')], nft: recorded('ufw-nft.json') });

  test('its tables in nftables are not counted again', () => {
    expect(ufw.tables.map(({ tool, name }) => `${tool} ${name}`)).toEqual(['iptables filter', 'ip6tables filter']);
    const alone = readFirewall({ iptables: [], ip6tables: [], nft: recorded('ufw-nft.json') });
    expect(alone.tables.map(({ tool }) => tool)).toEqual(['nft', 'nft']);
  });

  test('ufw limit accepts up to its rate and rejects beyond it', () => {
    const decision = ask(ufw, {});
    expect(decision).toMatchObject({ verdict: 'limited', rule: { chain: 'ufw-user-limit-accept' }, rate: { kind: 'recent', beyond: { verdict: 'rejected', rule: { chain: 'ufw-user-limit' } } } });
    expect(decision.rate?.text).toContain('--seconds 30 --hitcount 6');
    expect(decision.trail[0]).toMatchObject({ chain: 'INPUT', text: '-A INPUT -j ufw-before-input' });
    expect(ask(ufw, { family: 6, source: '2001:db8::1', destination: 'fd00::2' }).verdict).toBe('limited');
  });

  test('ports that are allowed, closed, open to a subnet', () => {
    for (const port of [8080, 9090, 3000]) expect(ask(ufw, { port })).toMatchObject({ verdict: 'accepted', rule: { chain: 'ufw-user-input' } });
    expect(ask(ufw, { port: 6379 })).toMatchObject({ verdict: 'dropped', rule: { chain: 'ufw-user-input' } });
    expect(ask(ufw, { port: 5432 })).toMatchObject({ verdict: 'dropped', rule: { index: 0, text: '-P INPUT DROP' }, logged: true });
    expect(ask(ufw, { port: 5432, source: '10.9.9.9' }).verdict).toBe('accepted');
    expect(ask(ufw, { port: 5432, state: 'established' })).toMatchObject({ verdict: 'accepted', rule: { chain: 'ufw-before-input' } });
    expect(ask(ufw, { protocol: 'icmp' }).verdict).toBe('accepted');
  });
});

describe('ports that Docker publishes', () => {
  const docker = readFirewall({ iptables: [recorded('docker-iptables.txt')], ip6tables: [], nft: null });
  const host: HostPlace = { interfaces: [{ name: 'eth0', addresses: [{ address: '10.0.0.2', prefix: 24 }] }, { name: 'docker0', addresses: [{ address: '172.17.0.1', prefix: 16 }] }], defaultRoutes: [{ device: 'eth0' }] };

  test('go round the rules of input, to the container', () => {
    const expected = { verdict: 'accepted', rule: { chain: 'DOCKER', table: 'filter' }, translatedTo: { address: '172.17.0.2', port: 5678 } };
    expect(ask(docker, { port: 8080 }, host)).toMatchObject(expected);
    // Without knowing the host's networks: the bridge is named by Docker's own rule.
    expect(ask(docker, { port: 8080 })).toMatchObject(expected);
    expect(ask(docker, { port: 22 }, host)).toMatchObject({ verdict: 'dropped', rule: { chain: 'INPUT' } });
  });

  test('are closed by a rule in DOCKER-USER', () => {
    const text = recorded('docker-iptables.txt').replace('-A DOCKER-USER -j RETURN', '-A DOCKER-USER -i eth0 ! -s 10.0.0.0/8 -j DROP');
    const closed = readFirewall({ iptables: [text], ip6tables: [], nft: null });
    expect(ask(closed, { port: 8080 }, host)).toMatchObject({ verdict: 'dropped', rule: { chain: 'DOCKER-USER' } });
    expect(ask(closed, { port: 8080, source: '10.3.3.3' }, host).verdict).toBe('accepted');
  });
});

describe('a table of nft as students write it', () => {
  const student = readFirewall({ iptables: [''], ip6tables: [''], nft: recorded('student-nft.json') });

  test('is judged for both families', () => {
    expect(ask(student, {})).toMatchObject({ verdict: 'limited', rule: { text: 'tcp dport 22 ct state new limit rate 10/minute burst 5 packets accept' }, rate: { kind: 'limit', beyond: { verdict: 'dropped', logged: false } } });
    expect(ask(student, { port: 8080, family: 6, source: '2001:db8::1', destination: 'fd00::2' }).verdict).toBe('accepted');
    expect(ask(student, { port: 5432 })).toMatchObject({ verdict: 'dropped', logged: true, rule: { text: 'policy drop' } });
    expect(ask(student, { port: 5432, source: '172.20.0.1' }).verdict).toBe('accepted');
  });

  test('does not undo what a table of iptables drops', () => {
    const both = readFirewall({ iptables: ['*filter\n:INPUT ACCEPT [0:0]\n-A INPUT -p tcp -m tcp --dport 8080 -j DROP\nCOMMIT\n'], ip6tables: [], nft: recorded('student-nft.json') });
    expect(ask(both, { port: 8080 })).toMatchObject({ verdict: 'dropped', rule: { tool: 'iptables' } });
    expect(ask(both, { port: 3000 })).toMatchObject({ verdict: 'accepted', rule: { tool: 'nft' } });
  });
});

test('a native table with the name of one of iptables counts beside a legacy table', () => {
  const native = JSON.stringify({ nftables: [
    { table: { family: 'ip', name: 'filter' } },
    { chain: { family: 'ip', table: 'filter', name: 'INPUT', type: 'filter', hook: 'input', prio: 0, policy: 'drop' } },
  ] });
  const legacy = '# Generated by iptables-save v1.8.9 on Tue Nov 24 2026\n*filter\n:INPUT DROP [0:0]\n-A INPUT -j ACCEPT\nCOMMIT\n';
  expect(ask(readFirewall({ iptables: [legacy], ip6tables: [], nft: native }), {})).toMatchObject({ verdict: 'dropped', rule: { tool: 'nft' } });
  const same = '# Generated by iptables-save v1.8.9 (nf_tables) on Tue Nov 24 2026\n*filter\n:INPUT DROP [0:0]\nCOMMIT\n';
  expect(readFirewall({ iptables: [same], ip6tables: [], nft: native }).tables).toHaveLength(1);
});

test('no rules at all accept everything', () => {
  expect(ask(readFirewall({ iptables: [''], ip6tables: [''], nft: '{"nftables": []}' }), {})).toMatchObject({ verdict: 'accepted', rule: null, logged: false });
});

describe('garbage', () => {
  test.each([
    ['', 'not JSON'],
    ['{"nftables": 3}', 'no list'],
    [`{"nftables": ${'['.repeat(5000)}${']'.repeat(5000)}}`, 'nested'],
    [JSON.stringify({ nftables: [{ table: { family: 'ip', name: 'a' } }, { rule: { family: 'ip', table: 'a', chain: '__proto__', expr: [] } }] }), 'a rule of no chain'],
  ])('%# is unparsable, not a crash', (text) => {
    expect(() => parseNftables(text)).toThrow(UnparsableOutput);
  });

  test('iptables-save that is none', () => {
    expect(() => parseIptablesSave('-A INPUT -j ACCEPT', 4)).toThrow(UnparsableOutput);
    expect(() => parseIptablesSave('*filter\n-A constructor -j ACCEPT', 4)).toThrow(UnparsableOutput);
    expect(parseIptablesSave('bash: iptables-save: command not found', 4).tables).toEqual([]);
  });

  test('values of every wrong shape make a rule undecidable at most', () => {
    const shapes: unknown[] = [null, 1, 'x', [], {}, [[1]], { set: [{ set: [{}] }] }, { concat: 3 }, { prefix: { addr: [], len: 'x' } }, { range: [null] }, { map: { key: 1, data: 2 } }, '@none'];
    const kinds = ['match', 'vmap', 'dnat', 'redirect', 'set', 'meter', 'limit', 'mangle', 'reject', 'jump', 'log', 'toString'];
    for (const kind of kinds) {
      for (const shape of shapes) {
        for (const body of [shape, { op: '==', left: shape, right: shape, key: shape, data: shape, addr: shape, elem: shape, stmt: shape, target: shape }]) {
          const objects = [{ table: { family: 'inet', name: 'a' } }, { chain: { family: 'inet', table: 'a', name: 'c', hook: 'input', type: 'filter', prio: 0, policy: 'drop' } }, { rule: { family: 'inet', table: 'a', chain: 'c', expr: [{ [kind]: body }, { accept: null }] } }];
          const tables = parseNftables(JSON.stringify({ nftables: objects }));
          expect(['accepted', 'limited', 'rejected', 'dropped', 'unknown']).toContain(ask({ tables }, {}).verdict);
        }
      }
    }
  });
});

/** A block list of 30,000 addresses, and so many rules that name it. */
const withRules = (rules: number) => {
  const elem = Array.from({ length: 30_000 }, (_, index) => `10.${index >> 16}.${(index >> 8) & 255}.${index & 255}`);
  const rule = { rule: { family: 'inet', table: 'f', chain: 'input', expr: [{ match: { op: '==', left: { payload: { protocol: 'ip', field: 'saddr' } }, right: '@bad' } }, { drop: null }] } };
  const chain = { chain: { family: 'inet', table: 'f', name: 'input', type: 'filter', hook: 'input', prio: 0, policy: 'accept' } };
  const objects = [{ table: { family: 'inet', name: 'f' } }, chain, { set: { family: 'inet', table: 'f', name: 'bad', type: 'ipv4_addr', elem } }];
  return parseNftables(JSON.stringify({ nftables: [...objects, ...Array.from({ length: rules }, () => rule)] }));
};

describe('a rule set made to cost time or memory is refused in words', () => {
  test('tables, chains and rules beyond what any machine has', () => {
    expect(() => parseIptablesSave('*filter\n'.repeat(1000), 4)).toThrow(UnparsableOutput);
    expect(() => parseIptablesSave(`*filter\n${':c - [0:0]\n'.repeat(5000)}`, 4)).toThrow(UnparsableOutput);
    const tables = Array.from({ length: 300 }, (_, index) => ({ table: { family: 'ip', name: `t${index}` } }));
    expect(() => parseNftables(JSON.stringify({ nftables: tables }))).toThrow(UnparsableOutput);
  });

  test('a set of thousands of members that thousands of rules name; a block list that some rules name is read', () => {
    expect(() => withRules(5000)).toThrow(UnparsableOutput);
    expect(ask({ tables: withRules(3) }, { source: '10.0.7.7' })).toMatchObject({ verdict: 'dropped' });
  });
});
