import { defineProbe } from '../probe.ts';

/** Lines of /etc/hosts as they are, comments too, so that a message can name the line that was meant. */
export const hostsFile = defineProbe({
  id: 'hosts-file',
  command: 'head -c 65536 /etc/hosts',
  parse: (output): string[] => output.stdout.split('\n'),
});
