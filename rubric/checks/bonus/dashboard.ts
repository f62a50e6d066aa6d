import { defineCheck, partial } from '../../check.ts';

export const dashboardCheck = defineCheck({
  id: 'bonus.dashboard',
  title: 'A Grafana dashboard on Prometheus',
  expected: 'Grafana and Prometheus answering on the machine, and a dashboard with panels as a JSON file',
  hint: 'A dashboard can be exported as JSON; hand the file in, and keep both services running.',
  needs: ['dashboard'],
  evaluate({ dashboard: { grafana, prometheus, files } }) {
    const [best] = files.toSorted((a, b) => b.panels - a.panels);
    const drawn = best !== undefined && best.panels > 0;
    const there = [
      ...(grafana === null ? [] : [`Grafana ${grafana} answers`]),
      ...(prometheus === null ? [] : [`Prometheus ${prometheus} answers`]),
      ...(drawn ? [`a dashboard of ${best.panels} ${best.panels === 1 ? 'panel' : 'panels'} is there`] : []),
    ];
    return partial(there.length, 3, { seen: there.length === 0 ? 'neither Grafana nor Prometheus answers, and no dashboard is handed in' : there.join(', '), ...(drawn ? { where: best.path } : {}) });
  },
});
