import { CONTENT_SAMPLES } from './content-samples';
import { EVENT_SAMPLES } from './event-samples';
import { FORMAT_SAMPLES } from './format-samples';
import { HEADER_SAMPLES } from './header-samples';
import { HUGE_SAMPLES } from './huge-samples';
import { MAPPING_SAMPLES } from './mapping-samples';
import { PACKAGE_SAMPLES } from './package-samples';
import { ROUTING_SAMPLES } from './routing-samples';
import type { Sample } from './sample';

/** A sample of each kind in the list of source-telemessage.md, section 7 (facts), in the order of that list. */
export const SAMPLES: readonly Sample[] = [
  ...ROUTING_SAMPLES,
  ...FORMAT_SAMPLES,
  ...EVENT_SAMPLES,
  ...CONTENT_SAMPLES,
  ...HEADER_SAMPLES,
  ...PACKAGE_SAMPLES,
  ...MAPPING_SAMPLES,
  ...HUGE_SAMPLES,
].sort((a, b) => a.number - b.number);

/** By name, e.g. `group-of-six`. */
export function sample(name: string): Sample {
  const found = SAMPLES.find((candidate) => candidate.name === name);
  if (found === undefined) throw new RangeError(`There is no sample '${name}'; there are ${SAMPLES.map((one) => one.name).join(', ')}`);
  return found;
}

/** `05-group-of-six`: its folder in test/fixtures/samples. */
export function sampleFolder({ number, name }: Sample): string {
  return `${String(number).padStart(2, '0')}-${name}`;
}
