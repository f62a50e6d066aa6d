import { describe, expect, test } from 'vitest';
import { databasesClosed } from './databases-closed.ts';
import { defaultDeny } from './default-deny.ts';
import { judgeFirewall, rulesWith, soundRules } from './filtering-host.ts';
import { firewallChecks } from './index.ts';
import { limitsAndLogging } from './limits-and-logging.ts';
import { noShadowedRules } from './no-shadowed-rules.ts';
import { servicesOpen } from './services-open.ts';
import { sshGuarded } from './ssh-guarded.ts';

const first = (...rules: string[]) => [...soundRules.slice(0, 4), ...rules, ...soundRules.slice(4)];
const servicesFrom = (source: string) => rulesWith(/9090/, `-A INPUT -s ${source} -p tcp -m multiport --dports 9090,3000 -j ACCEPT`);
const saying = (incoming: string) => judgeFirewall(defaultDeny, { iptables: [':INPUT ACCEPT [0:0]'], ufw: `boots ufw\nStatus: active\nDefault: ${incoming} (incoming), allow (outgoing)\n` });
const accepting = rulesWith(/^:INPUT/, ':INPUT ACCEPT [0:0]');

test('sound rules earn all that is judged by rules', () => {
  const judged = firewallChecks.filter(({ id }) => id !== 'firewall.rules-explained').map((check) => [check.id, judgeFirewall(check, {}).outcome]);
  expect(judged.filter(([, outcome]) => outcome !== 'passed')).toEqual([]);
});

describe('default deny', () => {
  test('a last rule that drops or rejects is as good as a policy', () => {
    for (const target of ['DROP', 'REJECT --reject-with icmp-admin-prohibited']) {
      expect(judgeFirewall(defaultDeny, { iptables: [...accepting, `-A INPUT -j ${target}`] }).outcome).toBe('passed');
    }
  });

  test('no tools and no rules are no firewall', () => {
    expect(judgeFirewall(defaultDeny, { printed: '' })).toMatchObject({ outcome: 'failed', seen: expect.stringContaining('no firewall') });
    expect(judgeFirewall(defaultDeny, { printed: '@@ ip_tables\n@@ exit ip_tables 0\n@@ nft\n{"nftables": []}\n@@ exit nft 0\n' }).outcome).toBe('failed');
  });

  test('a tool that fails is no proof of an open machine', () => {
    expect(judgeFirewall(defaultDeny, { printed: '@@ ip_tables\n@@ exit ip_tables 4\n' }).outcome).toBe('not_gradable');
  });

  test('some open ports leave it a default; nearly all do not', () => {
    expect(judgeFirewall(defaultDeny, { iptables: first('-A INPUT -p tcp -m tcp --dport 30000:32767 -j ACCEPT') }).outcome).toBe('passed');
    expect(judgeFirewall(defaultDeny, { iptables: first('-A INPUT -p tcp -m tcp --dport 1000:65535 -j ACCEPT') }).outcome).toBe('failed');
  });

  test('a ufw that is on and allows what no rule is about is told in its own terms', () => {
    expect(saying('allow')).toMatchObject({ outcome: 'failed', seen: expect.stringContaining('its default for incoming connections is to allow them') });
  });

  test('ufw’s word against the kernel’s is for the instructor', () => {
    expect(saying('deny')).toMatchObject({ outcome: 'failed', review: expect.stringContaining('ufw says') });
    expect(saying('allow').review).toBeUndefined();
  });

  test('IPv6 that nobody filters is a remark', () => {
    const address = { family: 'inet6', local: '2a01:4f8::2', prefixlen: 64 };
    expect(judgeFirewall(defaultDeny, { address })).toMatchObject({ outcome: 'passed', seen: expect.stringContaining('over IPv6') });
    expect(judgeFirewall(defaultDeny, {}).seen).not.toContain('IPv6');
  });
});

describe('SSH', () => {
  test('open to everybody without a rate is half of it', () => {
    expect(judgeFirewall(sshGuarded, { iptables: first('-A INPUT -p tcp -m tcp --dport 22 -j ACCEPT') })).toMatchObject({ outcome: 'partial', share: 0.5 });
  });

  test('a network that reaches beyond private space is everybody', () => {
    expect(judgeFirewall(sshGuarded, { iptables: first('-A INPUT -s 8.0.0.0/5 -p tcp -m tcp --dport 22 -j ACCEPT') }).outcome).toBe('partial');
  });

  test('let in from nowhere is worth nothing', () => {
    expect(judgeFirewall(sshGuarded, { iptables: rulesWith(/dport 22 /, null) }).outcome).toBe('failed');
  });
});

describe('services and databases', () => {
  test('each service is a third', () => {
    expect(judgeFirewall(servicesOpen, { iptables: rulesWith(/9090/, '-A INPUT -p tcp -m tcp --dport 3000 -j ACCEPT') })).toMatchObject({ outcome: 'partial', share: 2 / 3 });
  });

  test('one machine alone is not open, a network is', () => {
    expect(judgeFirewall(servicesOpen, { iptables: servicesFrom('192.168.7.7/32') }).outcome).toBe('partial');
    expect(judgeFirewall(servicesOpen, { iptables: servicesFrom('192.168.7.0/24') }).outcome).toBe('passed');
  });

  test('a database that is bound to the machine itself is closed, whatever the rules say', () => {
    const iptables = first('-A INPUT -p tcp -m tcp --dport 5432 -j ACCEPT');
    expect(judgeFirewall(databasesClosed, { iptables }).outcome).toBe('partial');
    expect(judgeFirewall(databasesClosed, { iptables, sockets: ['tcp LISTEN 0 128 127.0.0.1:5432 0.0.0.0:* '] }).outcome).toBe('passed');
    expect(judgeFirewall(databasesClosed, { iptables, sockets: ['tcp LISTEN 0 128 0.0.0.0:5432 0.0.0.0:* '] }).outcome).toBe('partial');
  });

  test('a network larger than a /8 is open', () => {
    expect(judgeFirewall(databasesClosed, { iptables: first('-A INPUT -s 10.0.0.0/7 -p tcp -m tcp --dport 6379 -j ACCEPT') })).toMatchObject({ outcome: 'partial' });
    expect(judgeFirewall(databasesClosed, { iptables: first('-A INPUT -s 10.0.0.0/8 -p tcp -m tcp --dport 6379 -j ACCEPT') }).outcome).toBe('passed');
  });
});

describe('shadowed rules', () => {
  test('a denial behind a rule that lets everybody in is named with the rule before it', () => {
    const verdict = judgeFirewall(noShadowedRules, { iptables: [...first('-A INPUT -p tcp -m tcp --dport 6379 -j ACCEPT'), '-A INPUT -p tcp -m tcp --dport 6379 -j DROP'] });
    expect(verdict).toMatchObject({ outcome: 'failed', quote: expect.stringContaining('decided by: -A INPUT -p tcp -m tcp --dport 6379 -j ACCEPT') });
  });

  test('a limit by recent behind a plain accept is shadowed', () => {
    const limit = ['--set', '--update --seconds 30 --hitcount 6 -j DROP'].map((what) => `-A INPUT -p tcp -m tcp --dport 22 -m conntrack --ctstate NEW -m recent ${what}`);
    expect(judgeFirewall(noShadowedRules, { iptables: [...first('-A INPUT -p tcp -m tcp --dport 22 -j ACCEPT'), ...limit] }).outcome).toBe('failed');
    expect(judgeFirewall(noShadowedRules, { iptables: first(...limit) }).outcome).toBe('passed');
  });

  test('one port of several that are allowed together is found', () => {
    expect(judgeFirewall(noShadowedRules, { iptables: first('-A INPUT -p tcp -m tcp --dport 9090 -j DROP') })).toMatchObject({ outcome: 'failed', seen: expect.stringContaining('port 9090') });
  });

  test('the same said twice, or a denial that the policy would say too, does no harm', () => {
    const rules = ['-A INPUT -p tcp -m tcp --dport 9090 -j ACCEPT', '-A INPUT -p tcp -m tcp --dport 5432 -j DROP'];
    expect(judgeFirewall(noShadowedRules, { iptables: [...soundRules, ...rules] }).outcome).toBe('passed');
  });
});

test('limits and logging are half each', () => {
  expect(judgeFirewall(limitsAndLogging, { iptables: rulesWith(/LOG/, null) })).toMatchObject({ outcome: 'partial', share: 0.5 });
  expect(judgeFirewall(limitsAndLogging, { iptables: rulesWith(/LOG|limit/, null) }).outcome).toBe('failed');
});
