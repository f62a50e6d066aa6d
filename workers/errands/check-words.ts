import { contactLimit } from '../ssh/budget.ts';
import type { SshError } from '../ssh/errors.ts';

/** What students read of a look at their machine: what was tried, what was seen, what to change. */

interface Machine {
  address: string;
  port: number;
  /** Whether the enrolment script has told of a machine. */
  reported: boolean;
}

export function notEnrolled(): string {
  return 'The grader has no key for you yet, so nothing was tried. Fetch the enrolment script, run it on your VM with sudo, and check again.';
}

export function comeBack({ why, retryAfterMs }: { why: 'host-busy' | 'connection-budget'; retryAfterMs: number }, { host }: { host: { address: string } }): string {
  const seconds = Math.max(2, Math.ceil(retryAfterMs / 1000));
  if (why === 'host-busy') return `Nothing was tried: ${host.address} is being visited for a submission or another check right now. Check again when that has ended, in ${seconds} seconds or so.`;
  return `Nothing was tried: the grader connects to a machine ${contactLimit.connections} times in ${contactLimit.windowSeconds} seconds at most, and lets one that did not answer rest for ${contactLimit.silenceSeconds}, since firewalls such as “ufw limit” lock out who knocks more often. Check again in ${seconds} seconds.`;
}

export function ourFault(): string {
  return 'Something went wrong on the grader’s side; your machine is not to blame. Check again; if it stays, tell your instructor.';
}

export function sudoRefused(said: string): string {
  return `The grader logged in and ran “sudo -n”, and did not get root (the machine says: ${said}). Run the enrolment script again with sudo: it puts /etc/sudoers.d/netgrader in its place. “sudo visudo -c” tells whether another file there is broken.`;
}

export function loginUnknown(login: string): string {
  return `The grader logged in, and “getent passwd ${login}” finds no account on the machine. Give the name that “whoami” prints when you are logged in there as yourself.`;
}

/** A fault of the way to the machine, for whoever can change the machine. */
export function ofFault(fault: SshError, { address, port, reported }: Machine): string {
  const tried = `The grader tried to connect to ${address} on port ${port}`;
  switch (fault.code) {
    case 'connection-refused':
      return `${tried}, and the machine answered that nothing listens there. Look whether that is your VM’s address (“ip -brief address”), and whether the SSH server runs on that port (“systemctl status ssh”, “ss -tln”).`;
    case 'connection-timeout':
      return `${tried}, and got no answer within 7 seconds. Either the VM is off, the address is of a network that the grader cannot reach, or a firewall drops the packets: allow port ${port} (“sudo ufw allow ${port}/tcp”), or where you use “ufw limit”, wait half a minute. The grader leaves the machine in peace for ${contactLimit.silenceSeconds} seconds now; check again after that.`;
    case 'host-unreachable':
      return `${tried}, and the network answered that the machine cannot be reached. Look whether the VM is on and that the address is right (“ip -brief address”).`;
    case 'ssh-silent':
      return `${tried}: the connection is accepted and then nothing is said. Look whether it is the SSH server that listens there (“sudo ss -tlnp”), and restart it (“sudo systemctl restart ssh”).`;
    case 'not-ssh':
      return `${tried}, and what answers is not an SSH server. Give the port on which sshd listens (“sudo ss -tlnp”).`;
    case 'handshake-failed':
      return `${tried}, and found no common way to talk with the SSH server. Look at KexAlgorithms, Ciphers and HostKeyAlgorithms in its settings (“sudo sshd -T”): curve25519, ed25519 and aes-gcm or chacha20 must be allowed.`;
    case 'connection-lost':
      return `${tried}, and the connection was cut before the login ended. Look at what the SSH server says about it (“sudo journalctl -u ssh -n 20”), and check again.`;
    case 'host-key-changed':
      return `${tried}, and the machine showed another host key than the one that is known: ${fault.offeredHostKey}. If you built the VM anew, tell your instructor, who has to accept the new key; if not, the address may be of another machine (“ssh-keygen -l -f /etc/ssh/ssh_host_ed25519_key.pub” prints yours).`;
    case 'key-refused':
      return keyRefused(fault, { address, port, reported });
    case 'no-answer':
      return `The grader logged in on ${address}, and its commands give no answer${fault.message ? ` (the machine says: ${fault.message})` : ''}. The account netgrader needs /bin/sh as its shell and no ForceCommand: run the enrolment script again, which mends the first.`;
    default:
      return ourFault();
  }
}

function keyRefused({ methodsOffered }: SshError, { address, port, reported }: Machine): string {
  const tried = `The grader reached the SSH server on ${address} port ${port} and offered its key as the user netgrader`;
  if (methodsOffered.length > 0 && !methodsOffered.includes('publickey')) {
    return `${tried}; the server takes no keys, only: ${methodsOffered.join(', ')}. Set “PubkeyAuthentication yes” in /etc/ssh/sshd_config, restart ssh, and check again.`;
  }
  if (!reported) return `${tried}, and was refused. The enrolment script has not reported from this machine yet: run it there with sudo (step 1), and check again.`;
  return `${tried}, and was refused. Run the enrolment script again on this very machine: it puts the key back and mends AllowUsers and AllowGroups. “sudo journalctl -u ssh -n 20” tells why the server refuses.`;
}
