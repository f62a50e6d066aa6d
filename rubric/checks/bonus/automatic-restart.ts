import { defineCheck, failed, isAvailable, partial, passed } from '../../check.ts';

const restarts = /^(?:on-failure|always|on-abnormal|on-abort|on-watchdog)$/;
const restartCommand = /\b(?:systemctl\s+(?:--\S+\s+)*(?:re)?start|service\s+\S+\s+(?:re)?start|(?:docker|podman)\s+(?:compose\s+)?(?:re)?start)\b/;

/** By systemd, which restarts what fails, or by the monitoring script, as the exercise suggests it. */
export const automaticRestart = defineCheck({
  id: 'bonus.automatic-restart',
  title: 'Failed services start again by themselves',
  expected: 'a service of your own that systemd starts again when it fails, or a monitoring script that does so',
  hint: 'A unit can say what happens when its program ends with an error.',
  needs: ['unit-restarts'],
  uses: ['deliverables'],
  evaluate({ 'unit-restarts': units, deliverables }) {
    const own = units.filter(({ restart }) => restarts.test(restart));
    const running = own.find(({ active }) => active);
    if (running) return passed({ seen: `${running.name} runs and has Restart=${running.restart}`, where: 'systemctl show' });
    const script = isAvailable(deliverables) ? deliverables.scripts.network_monitor : null;
    const line = script?.text?.split('\n').find((text) => !text.trim().startsWith('#') && restartCommand.test(text));
    if (script && line !== undefined) return passed({ seen: 'network_monitor.sh starts services again', where: script.path, quote: line.trim() });
    const [idle] = own;
    if (idle) return partial(1, 2, { seen: `${idle.name} has Restart=${idle.restart} and does not run`, where: 'systemctl show' });
    return failed({ seen: 'no service of yours is started again when it fails' });
  },
});
