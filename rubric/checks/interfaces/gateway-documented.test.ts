import { describe, expect, test } from 'vitest';
import { judgeNetworkHost, recordedAddress, reportOf } from '../../testing/network-host.ts';
import { gatewayDocumented } from './gateway-documented.ts';

const judge = (text: string, routes?: string) =>
  judgeNetworkHost(gatewayDocumented, { ...reportOf(text), ...(routes === undefined ? {} : { 'ip-routes': () => `${routes}\n\n[]` }) });

describe('behind a gateway', () => {
  test.each([
    ['pasted', 'default via 10.213.1.1 dev eth0'],
    ['by route -n', '0.0.0.0         10.213.1.1     0.0.0.0         UG    0      0        0 eth0'],
    ['in a table', '| Address | Gateway |\n|---|---|\n| x | 10.213.1.1 |'],
    ['under a heading', '### Standardgateway\n\n10.213.1.1'],
    ['as an answer below its question', '**What is your default gateway?**\n\n> 10.213.1.1'],
    ['in prose', 'Packets for anywhere else leave through 10.213.1.1.'],
    ['by what it is for', 'The way to the internet is 10.213.1.1.'],
    ['in French', 'Passerelle par défaut : 10.213.1.1'],
  ])('it counts %s', (_, text) => {
    expect(judge(text).outcome).toBe('passed');
  });

  test('an address that nothing calls the gateway earns half; as a name server it is none', () => {
    expect(judge('The other end is 10.213.1.1')).toMatchObject({ outcome: 'partial', share: 0.5 });
    expect(judge('### Gateway and DNS\n\nnameserver 10.213.1.1').outcome).toBe('partial');
  });

  test('another machine’s gateway is named', () => {
    expect(judge('default via 192.168.1.1 dev eth0').seen).toContain('192.168.1.1');
  });
});

describe('without a gateway', () => {
  test('saying so, or showing the routes that there are, is enough', () => {
    expect(judge('There is no default gateway in the lab.', '[]').outcome).toBe('passed');
    expect(judge(`10.213.1.0/24 dev eth0 proto kernel scope link src ${recordedAddress}`, '[]').outcome).toBe('passed');
    expect(judge('Nothing about it.', '[]').outcome).toBe('failed');
  });

  test('a default route straight onto a link is documented by its interface', () => {
    const onLink = '[{"dst":"default","dev":"wg0","scope":"link","flags":[]}]';
    expect(judge('default dev wg0 scope link', onLink).outcome).toBe('passed');
    expect(judge('eth0 is up', onLink).outcome).toBe('failed');
  });
});

test('a gateway of IPv6 counts in any spelling', () => {
  const routes = '[]\n[{"dst":"default","gateway":"fe80::1","dev":"eth0","protocol":"ra","metric":1024,"flags":[]}]';
  expect(judgeNetworkHost(gatewayDocumented, { ...reportOf('default via FE80:0:0:0:0:0:0:1%eth0 dev eth0'), 'ip-routes': () => routes }).outcome).toBe('passed');
});
