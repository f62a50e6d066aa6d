import { describe, expect, test } from 'vitest';
import { resolvedSettings, writtenSettings } from './settings.ts';

const conf = (path: string, ...texts: string[]) => texts.map((text, index) => ({ path, line: index + 1, text }));
const values = (settings: { value: string }[]) => settings.map(({ value }) => value);

describe('resolved.conf as systemd-resolved merges it', () => {
  test('lists add up over main file and drop-ins by name, an empty value starts afresh', () => {
    const lines = [
      ...conf('/etc/systemd/resolved.conf', '[Resolve]', 'DNS=8.8.8.8', 'Domains=a.example'),
      ...conf('/etc/systemd/resolved.conf.d/90-last.conf', '[Resolve]', 'DNS=9.9.9.9'),
      ...conf('/usr/lib/systemd/resolved.conf.d/10-first.conf', '[Resolve]', 'DNS=', 'DNS=1.1.1.1:53#one.example'),
    ];
    expect(values(resolvedSettings(lines))).toEqual(['a.example', '1.1.1.1', '9.9.9.9']);
  });

  test('the main file of /etc hides the others, a drop-in those of its name', () => {
    const lines = [
      ...conf('/etc/systemd/resolved.conf', '[Resolve]', 'DNS=8.8.8.8'),
      ...conf('/etc/systemd/resolved.conf.d/x.conf', '[Resolve]', 'Domains=x.example'),
      ...conf('/usr/lib/systemd/resolved.conf', '[Resolve]', 'DNS=4.4.4.4'),
      ...conf('/usr/lib/systemd/resolved.conf.d/x.conf', '[Resolve]', 'DNS=5.5.5.5'),
    ];
    expect(values(resolvedSettings(lines))).toEqual(['8.8.8.8', 'x.example']);
  });

  test('outside [Resolve] and among fallback servers nothing counts', () => {
    expect(resolvedSettings(conf('/etc/systemd/resolved.conf', 'DNS=8.8.8.8', '[Resolve]', 'FallbackDNS=8.8.4.4'))).toEqual([]);
  });
});

test('the files of other services are read with their place', () => {
  const others = [
    ...conf('/etc/dhcp/dhclient.conf', 'supersede domain-name-servers 10.0.0.53, 1.1.1.1;', 'supersede domain-search "a.example", "b.example";'),
    ...conf('/etc/dnsmasq.d/lab.conf', 'server=/c.example/10.0.0.54', 'local=/d.example/'),
    ...conf('/etc/NetworkManager/NetworkManager.conf', 'dns=systemd-resolved'),
  ];
  const settings = writtenSettings({ resolved: [], others, leased: [] }, []);
  expect(values(settings.filter(({ kind }) => kind === 'server'))).toEqual(['10.0.0.53', '1.1.1.1', '10.0.0.54']);
  expect(values(settings.filter(({ kind }) => kind === 'domain'))).toEqual(['a.example', 'b.example', 'd.example']);
  expect(settings[0]?.place).toBe('/etc/dhcp/dhclient.conf:1');
});
