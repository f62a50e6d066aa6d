import { expect, test } from 'vitest';
import { subnetOf } from './subnet.ts';

test('neighbours share a subnet, others do not', () => {
  expect(subnetOf('10.213.7.9')).toBe('10.213.7.0/24');
  expect(subnetOf('10.213.7.200')).toBe(subnetOf('10.213.7.9'));
  expect(subnetOf('10.213.8.9')).not.toBe(subnetOf('10.213.7.9'));
  expect(subnetOf('fd00:1:2:3::7')).toBe('fd00:1:2:3::/64');
});
