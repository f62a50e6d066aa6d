import type { Check } from '../../check.ts';
import { addressDocumented } from './address-documented.ts';
import { gatewayDocumented } from './gateway-documented.ts';
import { listenersDocumented } from './listeners-documented.ts';
import { modernTools } from './modern-tools.ts';
import { prefixDocumented } from './prefix-documented.ts';
import { primaryInterface } from './primary-interface.ts';
import { serviceAnswersCheck } from './service-answers.ts';

export const interfacesChecks: readonly Check[] = [
  addressDocumented,
  prefixDocumented,
  gatewayDocumented,
  primaryInterface,
  listenersDocumented,
  serviceAnswersCheck,
  modernTools,
];
