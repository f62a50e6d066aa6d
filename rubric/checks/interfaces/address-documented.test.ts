import { describe, expect, test } from 'vitest';
import { judgeNetworkHost, recordedAddress, reportOf } from '../../testing/network-host.ts';
import { addressDocumented } from './address-documented.ts';

const judge = (text: string) => judgeNetworkHost(addressDocumented, reportOf(text));

describe('any form of the machine’s own address will do', () => {
  test.each([
    ['in a sentence', `Meine Adresse ist ${recordedAddress}.`],
    ['emphasised', `IP: **${recordedAddress}**`],
    ['in a table', `| what | value |\n|---|---|\n| IP | ${recordedAddress} |`],
    ['as pasted', `    inet ${recordedAddress}/24 brd 10.213.1.255 scope global eth0`],
    ['as ifconfig prints it', `        inet addr:${recordedAddress}  Bcast:10.213.1.255`],
    ['in colour', `\u001b[35m${recordedAddress}\u001b[0m/24`],
  ])('%s', (_, text) => {
    expect(judge(text).outcome).toBe('passed');
  });
});

describe('what only looks like it does not', () => {
  test.each([
    ['a longer address', `${recordedAddress}0`],
    ['a part of a version', `tool-${recordedAddress}.7`],
    ['a name made of it', `${recordedAddress}-node`],
    ['a comment of the template', `<!-- ${recordedAddress} -->`],
    ['another machine’s', '192.168.1.100/24'],
  ])('%s', (_, text) => {
    expect(judge(text).outcome).toBe('failed');
  });
});

test('a report of another machine is told so, with the addresses that it states', () => {
  expect(judge('inet 192.168.56.10/24 and 127.0.0.1').seen).toBe('none of the addresses in the report is this machine’s (it states 192.168.56.10)');
});

test('a picture in the right section is for the instructor: not gradable, and marked', () => {
  const verdict = judge('## Task 1\n\n![ip addr output](img/ip-addr.png)\n');
  expect(verdict.outcome).toBe('not_gradable');
  expect(verdict.review).toContain('img/ip-addr.png');
  expect(judge('## Topology\n\n![drawing](img/platform.png)\n').outcome).toBe('failed');
});
