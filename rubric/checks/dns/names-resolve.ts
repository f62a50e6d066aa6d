import { defineCheck, isAvailable, partial } from '../../check.ts';
import { kindOfAddress } from '../../network/address.ts';
import type { NameAnswer } from '../../probes/getent-hosts.ts';
import { usableAddresses } from './usable.ts';

/**
 * Any private address will do, from whatever source. Loopback will not: on the other nodes of a cluster the name of a
 * shared service would then lead to themselves. Nor will a public one: `.internal` is nobody's on the internet.
 */
export const namesResolve = defineCheck({
  id: 'dns.names-resolve',
  title: 'The platform’s internal names resolve',
  expected: 'each internal name of the exercise resolves to a private address on this machine',
  hint: 'Look each name up the way programs do, through the system’s resolver. A line that is commented out, or a name that differs by a letter, does not count for it.',
  needs: ['getent-hosts'],
  uses: ['hosts-file', 'resolv-conf'],
  evaluate({ 'getent-hosts': answers, 'hosts-file': hostsFile, 'resolv-conf': resolvConf }) {
    const bad = answers.filter((answer) => usableAddresses(answer).length === 0);
    const good = answers.filter((answer) => !bad.includes(answer));
    const hostsLines = isAvailable(hostsFile) ? hostsFile : [];
    const sources = isAvailable(resolvConf) ? resolvConf.hostsSources : null;
    const withoutFiles = bad.length > 0 && sources !== null && !sources.includes('files');
    return partial(good.length, answers.length, {
      seen:
        bad.length === 0
          ? `all ${answers.length} names resolve to private addresses`
          : `${good.length} of ${answers.length} names resolve to a private address; ${bad.map((answer) => whyNot(answer, hostsLines)).join('; ')}`,
      where: 'getent ahosts',
      quote: answers.map(({ name, addresses, timedOut }) => `${name}  ${addresses.join(' ') || (timedOut ? '(no answer)' : '(not found)')}`).join('\n'),
      ...(withoutFiles ? { hint: 'The line “hosts:” of /etc/nsswitch.conf says where names are looked up; the word for /etc/hosts is missing there.' } : {}),
    });
  },
});

function whyNot({ name, addresses, timedOut }: NameAnswer, hostsLines: readonly string[]): string {
  const [address] = addresses;
  if (address !== undefined) {
    const kind = kindOfAddress(address);
    return `${name} leads to ${address}, ${kind === 'other' ? 'no address of a host' : `a ${kind} address`}`;
  }
  const at = hostsLines.findIndex((line) => line.toLowerCase().split(/[\s#]+/).includes(name));
  if (at === -1) return `${name} ${timedOut ? 'gets no answer' : 'is not found'}`;
  const commented = hostsLines[at]?.trimStart().startsWith('#') === true;
  return `${name} is not found (${commented ? 'commented out in' : 'see'} /etc/hosts:${at + 1})`;
}
