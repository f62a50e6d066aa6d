import { defineCheck, failed, isAvailable, passed } from '../../check.ts';
import { listenersOf } from '../../network/listeners.ts';
import { inWords } from './wording.ts';

/** One service of the platform is enough; sshd on one of its ports is not one. */
export const serviceAnswersCheck = defineCheck({
  id: 'interfaces.service-answers',
  title: 'A service of the ML platform answers',
  expected: 'at least one service of the ML platform listens on its port and accepts connections',
  hint: 'Start something on a port of the platform (a small web server or a container will do) and see that it keeps running after you log out.',
  needs: ['service-answers'],
  uses: ['ss-listening', 'proc-net'],
  evaluate({ 'service-answers': answers, 'ss-listening': ss, 'proc-net': kernel }, { target }) {
    const services = answers.filter(({ port }) => port !== target.port);
    const open = services.filter(({ answer }) => answer === 'open');
    if (open.length > 0) {
      return passed({
        seen: `${open.length === 1 ? 'port' : 'ports'} ${inWords(open.map(({ port }) => port))} accept${open.length === 1 ? 's' : ''} connections`,
        where: `connecting to ${open[0]?.address} from the machine itself`,
      });
    }
    // The kernel accepts for whoever listens; the probe only did not use up the one visit that such a tool allows.
    const listeners = listenersOf(ss, kernel) ?? [];
    const held = services.find(({ port, answer }) => answer === 'one-shot' && listeners.some((one) => one.protocol === 'tcp' && one.port === port));
    if (held) return passed({ seen: `port ${held.port} is held open by hand`, where: isAvailable(ss) ? 'ss -tlnp' : '/proc/net/tcp' });

    const ports = inWords(services.map(({ port }) => port));
    const silent = services.filter(({ answer }) => answer === 'silent').map(({ port }) => port);
    if (silent.length > 0) {
      return failed({
        seen: `connections to port ${inWords(silent)} get no answer, even from the machine itself`,
        where: 'connecting on the machine itself',
        hint: 'Something drops the packets on their way to the service: look at the rules for the loopback interface first.',
      });
    }
    return failed({ seen: `nothing accepts connections on ports ${ports}`, where: 'connecting on the machine itself' });
  },
});
