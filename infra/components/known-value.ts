import type * as pulumi from '@pulumi/pulumi';

/**
 * A value that is known before its resource exists, as an output that still waits for the resource.
 *
 * Names and ids are given, not answered, so a first preview can show them and the policy pack can check what they are part of. One
 * unknown value inside an object makes the whole object unknown.
 */
export function after<T>(resource: pulumi.Resource, value: T): pulumi.Output<T> {
  return resource.urn.apply(() => value) as pulumi.Output<T>;
}
