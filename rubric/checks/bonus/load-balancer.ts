import { defineCheck, failed, partial } from '../../check.ts';

export const loadBalancer = defineCheck({
  id: 'bonus.load-balancer',
  title: 'A load balancer in front of several servers',
  expected: 'HAProxy or Nginx running, forwarding to at least two servers, and answering on its port',
  hint: 'Name two servers that serve the same, and look at what the balancer answers on its own port.',
  needs: ['load-balancers'],
  evaluate({ 'load-balancers': balancers }) {
    const judged = balancers.map((one) => {
      const backends = Math.max(0, ...one.groups.map((group) => group.length));
      const answer = one.answers.find(({ answer: said }) => /^[1-4]\d\d$/.test(said)) ?? one.answers.find(({ answer: said }) => said === 'open');
      return { ...one, backends, answer, parts: (backends >= 2 ? 1 : 0) + (backends >= 2 && answer ? 1 : 0) };
    });
    const [best] = judged.toSorted((a, b) => b.parts - a.parts);
    if (!best) return failed({ seen: 'neither HAProxy nor Nginx runs' });
    if (best.parts === 0) return failed({ seen: `${best.program} runs, and forwards to no group of two servers` });
    return partial(best.parts, 2, {
      seen: `${best.program} forwards to ${best.backends} servers${best.answer ? ` and answers on port ${best.answer.port}` : ', and no port of its configuration answers'}`,
    });
  },
});
