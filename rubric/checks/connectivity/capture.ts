import { defineCheck, type Finding, failed, isAvailable, partial, passed, type Verdict } from '../../check.ts';
import type { Conversation } from '../../captures/conversation.ts';
import { tcpdumpText } from '../../captures/tcpdump-text.ts';
import type { Unavailable } from '../../evidence.ts';
import { placeOf } from '../../lab-report/facts.ts';
import { judgeReport } from '../../lab-report/judge.ts';
import { canonicalAddress, isInNetwork, kindOfAddress } from '../../network/address.ts';
import type { Interface } from '../../network/host-network.ts';
import type { CaptureFile } from '../../probes/captures.ts';
import type { LabReport } from '../../probes/lab-report.ts';

/** A capture file, or tcpdump's lines in the report, with a connection that was made, refused or tried again. */
export const capture = defineCheck({
  id: 'connectivity.capture',
  title: 'Traffic was captured with tcpdump',
  expected: 'a packet capture, or tcpdump’s output in the report, shows how a TCP connection was made or refused',
  hint: 'Let tcpdump listen before you connect, so that the first packets of the connection are in the capture, and keep the file.',
  needs: ['captures'],
  uses: ['lab-report', 'ip-addresses', 'proc-net'],
  evaluate({ captures, 'lab-report': report, 'ip-addresses': addresses, 'proc-net': kernel }) {
    const interfaces = isAvailable(addresses) ? addresses : isAvailable(kernel) ? kernel.interfaces : null;
    const verdicts = [...captures.flatMap((file) => ofFile(file, interfaces) ?? []), ...ofReport(report, interfaces)];
    const best = verdicts.toSorted((a, b) => rank(a) - rank(b))[0];
    return best ?? nothing(captures);
  },
});

const rank = ({ outcome, review }: Verdict) => (outcome === 'passed' ? 0 : outcome === 'partial' ? 2 : 4) + (review === undefined ? 0 : 1);

const told: Record<Conversation['kind'], string> = {
  handshake: 'a connection being made: SYN, SYN-ACK, ACK',
  refused: 'a connection being refused: SYN, RST',
  retransmitted: 'a SYN that was sent again because nobody answered',
};

function ofFile({ path, capture: read }: CaptureFile, interfaces: Interface[] | null): Verdict | null {
  if (!read || read.packets === 0) return null;
  const { conversation, oddities, addresses } = read;
  const foreign = isForeign(addresses, interfaces) ? ['none of its addresses belongs to this machine'] : [];
  const doubts = [...oddities, ...foreign];
  return judged(conversation, { where: path, seen: '', ...doubtful(`the capture ${path}`, doubts) }, `the capture holds ${read.packets} packets (${read.tcpPackets} of TCP)`);
}

function ofReport(report: LabReport | Unavailable, interfaces: Interface[] | null): Verdict[] {
  if (!isAvailable(report) || report.status !== 'found') return [];
  const verdict = judgeReport(report, (document) => {
    const text = tcpdumpText(document);
    if (!text) return failed({ seen: 'the report holds no output of tcpdump' });
    const doubts = isForeign(text.addresses, interfaces) ? ['none of its addresses belongs to this machine'] : [];
    const where = placeOf(document, text.line);
    return judged(text.conversation, { where, seen: '', quote: text.line.text, ...doubtful('tcpdump’s output in the report', doubts) }, 'the report shows output of tcpdump');
  });
  return verdict.outcome === 'failed' ? [] : [verdict];
}

function judged(conversation: Conversation | null, finding: Finding, holds: string): Verdict {
  if (!conversation) {
    return partial(1, 3, { ...finding, seen: `${holds}, but no connection from its first packet on` });
  }
  const { kind, from, to } = conversation;
  return passed({ ...finding, seen: `${holds}, with ${told[kind]}`, quote: `${from} > ${to}` });
}

function doubtful(what: string, doubts: string[]): { review?: string } {
  return doubts.length === 0 ? {} : { review: `${what} may not have been made on this machine: ${doubts.join('; ')}` };
}

/** Loopback is everybody's; names, as tcpdump prints without -n, and addresses of the machine's own networks are no contradiction. */
function isForeign(addresses: readonly string[], interfaces: Interface[] | null): boolean {
  if (!interfaces || addresses.length === 0) return false;
  const own = interfaces.flatMap((link) => link.addresses);
  return addresses.every((text) => {
    const address = canonicalAddress(text);
    if (address === null || kindOfAddress(address) === 'loopback') return false;
    return !own.some(({ address: mine, prefix }) => isInNetwork(address, mine, prefix));
  });
}

function nothing(files: readonly CaptureFile[]): Verdict {
  const [file] = files;
  if (!file) return failed({ seen: 'there is no packet capture in your home, your deliverables or /tmp, and no output of tcpdump in the report' });
  const seen = {
    read: `the capture ${file.path} holds no packet of IP`,
    empty: `the capture ${file.path} is empty`,
    other: `${file.path} is not in a format that tcpdump reads`,
    unreadable: `the capture ${file.path} cannot be read by your own account`,
  }[file.status];
  return failed({ seen, where: file.path, ...(file.status === 'unreadable' ? { hint: 'tcpdump ran as root and kept the file for itself: give it to your own account.' } : {}) });
}
