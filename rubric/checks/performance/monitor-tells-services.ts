import { defineCheck, failed, notGradable, partial } from '../../check.ts';
import { type ServiceReport, serviceReports } from '../../experiments/monitored-services.ts';
import { excerpt, missingScript, noSandbox } from './script-words.ts';

const where = 'network_monitor.sh, run with half of its services up, then with the other half';
const share: Record<ServiceReport['told'], number> = { both: 1, up: 0.5, down: 0.5, nothing: 0, inverted: 0 };

/** Whatever words it uses: what it prints of a service that is up must differ from what it prints when it is down. */
export const monitorTellsServices = defineCheck({
  id: 'performance.monitor-tells-services',
  title: 'network_monitor.sh tells services that are up from those that are down',
  expected: 'it reports each service that it asks as up when it is up, and as down when it is down',
  hint: 'Stop one of the services and look at the next cycle, then start it again: the line must follow.',
  needs: ['monitor-script'],
  evaluate({ 'monitor-script': script }) {
    if (script.status === 'missing') return failed(missingScript('network_monitor.sh'));
    if (script.status === 'no-sandbox') return notGradable(noSandbox('network_monitor.sh', script.why));
    const reports = serviceReports(script);
    const quote = excerpt(script.odd.output);
    if (reports.length === 0) {
      const asksDocker = /^(?:docker|podman) /m.test(script.refused);
      const seen = asksDocker ? 'it asks Docker, which cannot answer while the script is tried out' : 'it connects to no service, and what it prints does not depend on any';
      return (asksDocker ? notGradable : failed)({ seen, where, quote });
    }
    const wrong = reports.filter(({ told }) => told !== 'both').map(inWords);
    const done = reports.reduce((sum, { told }) => sum + share[told], 0);
    const seen = wrong.length === 0 ? `right about ${reports.map(({ name }) => name).slice(0, 6).join(', ')}` : wrong.slice(0, 6).join('; ');
    return partial(done, reports.length, { seen, where, quote });
  },
});

function inWords({ name, told }: ServiceReport): string {
  if (told === 'inverted') return `${name} is called up when it is down, and down when it is up`;
  if (told === 'up') return `nothing is said of ${name} when it is down`;
  if (told === 'down') return `nothing is said of ${name} when it is up`;
  return `what is said of ${name} does not follow whether it is up`;
}
