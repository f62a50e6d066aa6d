import type { HostNetwork } from '../network/host-network.ts';
import { canonicalAddress } from '../network/address.ts';
import type { ReportDocument } from './document.ts';
import { placeOf } from './facts.ts';

/**
 * Pasted facts that only another machine can have printed: its own address as `ip` shows it, where none of this
 * machine's is shown, this one's address at other hardware, or the host key that ssh was shown by it. A sentence for the instructor; null where there is none.
 */
export function foreignFacts(document: ReportDocument, network: HostNetwork, hostKey: string | null): string | null {
  const own = new Set(network.addresses.map(({ address }) => address));
  const pasted = document.lines.flatMap((line) => {
    const [, text = ''] = /^[\s>|]*inet (\d[\d.]+)\/\d+ .*scope global (?!docker|br-|veth|virbr)/.exec(line.text) ?? [];
    const address = canonicalAddress(text);
    return address === null || /^(?:10\.100\.|172\.(?:1[7-9]|2\d|3[01])\.)/.test(address) ? [] : [{ address, line }];
  });
  const [first] = pasted;
  if (first && !pasted.some(({ address }) => own.has(address))) {
    return `the report shows a machine with the address ${first.address} (${placeOf(document, first.line)}), and this one has ${[...own].slice(0, 3).join(', ')}`;
  }
  const hardware = otherHardware(document, network);
  if (hardware !== null) return hardware;
  const named = document.lines.find(({ text }) => /\b(?:Server host key: |ED25519 key fingerprint is )\S*\s?SHA256:/i.test(text));
  const [, fingerprint] = /(SHA256:[\w+/]{43})/.exec(named?.text ?? '') ?? [];
  if (named && fingerprint !== undefined && hostKey?.startsWith('SHA256:') === true && fingerprint !== hostKey.replace(/=+$/, '') && /ed25519/i.test(named.text)) {
    return `the report shows the host key ${fingerprint} (${placeOf(document, named)}), and this machine answered with ${hostKey}`;
  }
  return null;
}

/** The primary interface as `ip addr` shows it, with its address and another hardware address each time it is shown. */
function otherHardware(document: ReportDocument, { primary, addresses }: HostNetwork): string | null {
  const mine = primary?.mac;
  if (!primary || !mine) return null;
  const own = new Set(addresses.filter((address) => address.interface === primary.name).map(({ address }) => address));
  const shown: { mac: string; place: string }[] = [];
  let mac: string | null = null;
  for (const line of document.lines) {
    if (/^[\s>|]*\d+: /.test(line.text)) mac = null;
    mac = /\blink\/ether ((?:[\da-f]{2}:){5}[\da-f]{2})\b/i.exec(line.text)?.[1]?.toLowerCase() ?? mac;
    const [, text = ''] = /^[\s>|]*inet (\d[\d.]+)\/\d+ /.exec(line.text) ?? [];
    if (mac !== null && own.has(canonicalAddress(text) ?? '')) shown.push({ mac, place: placeOf(document, line) });
  }
  const [first] = shown;
  if (!first || shown.some((one) => one.mac === mine)) return null;
  return `the report shows this machine’s address at an interface with the hardware address ${first.mac} (${first.place}), and ${primary.name} has ${mine}`;
}
