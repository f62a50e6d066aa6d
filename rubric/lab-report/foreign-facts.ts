import type { HostNetwork } from '../network/host-network.ts';
import { canonicalAddress } from '../network/address.ts';
import type { ReportDocument } from './document.ts';
import { placeOf } from './facts.ts';

/**
 * Pasted facts that only another machine can have printed: its own address as `ip` shows it, where none of this
 * machine's is shown, or the host key that ssh was shown by it. A sentence for the instructor; null where there is none.
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
  const named = document.lines.find(({ text }) => /\b(?:Server host key: |ED25519 key fingerprint is )\S*\s?SHA256:/i.test(text));
  const [, fingerprint] = /(SHA256:[\w+/]{43})/.exec(named?.text ?? '') ?? [];
  if (named && fingerprint !== undefined && hostKey?.startsWith('SHA256:') === true && fingerprint !== hostKey.replace(/=+$/, '') && /ed25519/i.test(named.text)) {
    return `the report shows the host key ${fingerprint} (${placeOf(document, named)}), and this machine answered with ${hostKey}`;
  }
  return null;
}
