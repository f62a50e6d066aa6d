import { defineCheck } from '../../check.ts';
import { chooseDemonstration } from '../../segmentation/choose.ts';
import { judgePart } from './judge.ts';

/** Namespaces or Docker networks of the student's own, by whatever name. */
export const segmentsExist = defineCheck({
  id: 'segmentation.segments-exist',
  title: 'Network segments exist',
  expected: 'at least two network namespaces, or Docker networks for three tiers',
  hint: 'Make two network namespaces, or three Docker networks, and have them made again at each boot.',
  needs: ['network-namespaces'],
  uses: ['docker', 'namespace-reach'],
  evaluate({ 'network-namespaces': namespaces, docker, 'namespace-reach': reach }) {
    const chosen = chooseDemonstration(namespaces, docker, reach);
    const { exist } = chosen;
    const seen =
      exist.done === 0
        ? `no network namespaces and no Docker networks of your own${uptime(namespaces.uptimeSeconds)}`
        : `${chosen.summary}${chosen.other === null ? '' : `; besides, ${chosen.other}`}`;
    const hint = exist.done === 0 ? 'If you had made them: let a script or a systemd unit make namespaces at boot, and give containers a restart policy.' : exist.hint;
    return judgePart(chosen, { ...exist, seen, ...(hint === undefined ? {} : { hint }) }, '');
  },
});

function uptime(seconds: number | null): string {
  if (seconds === null) return '';
  const [days, hours, minutes] = [Math.floor(seconds / 86_400), Math.floor(seconds / 3600), Math.floor(seconds / 60)];
  const since = days >= 2 ? `${days} days` : hours >= 2 ? `${hours} hours` : minutes === 1 ? 'a minute' : `${minutes} minutes`;
  return `; the machine has been up for ${since}, and a reboot erases namespaces and, without a restart policy, containers`;
}
